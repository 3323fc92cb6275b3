package com.example.forked;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.ResqueJob;
import io.resque.Retry;
import io.resque.SkipJobException;
import io.resque.WorkerHooks;
import io.resque.autoconfigure.ResqueAutoConfiguration;
import io.resque.autoconfigure.ResqueChildAutoConfiguration;
import io.resque.autoconfigure.ResqueCommandAutoConfiguration;
import io.resque.autoconfigure.ResqueProcessAutoConfiguration;
import io.resque.autoconfigure.ResqueRetryAutoConfiguration;
import io.resque.autoconfigure.ResqueWorkerAutoConfiguration;
import io.resque.hook.Always;
import io.resque.testsupport.WorkerMain;
import io.resque.worker.fork.ChildLauncher;

/**
 * An application whose jobs are performed in child processes and do to them what jobs do.
 * Everything writes into Redis which process it runs in.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableScheduling
@ImportAutoConfiguration({ PropertyPlaceholderAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class,
		LifecycleAutoConfiguration.class, DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
		ResqueChildAutoConfiguration.class, ResqueRetryAutoConfiguration.class, ResqueWorkerAutoConfiguration.class,
		ResqueProcessAutoConfiguration.class, ResqueCommandAutoConfiguration.class })
public class ForkApplication {

	private final StringRedisTemplate redis;

	private final Environment environment;

	private final List<byte[]> hoard = new ArrayList<>();

	ForkApplication(StringRedisTemplate redis, Environment environment, @Value("${fork.broken:false}") boolean broken) {
		if (broken) {
			throw new IllegalStateException("broken on purpose");
		}
		this.redis = redis;
		this.environment = environment;
		if (environment.getProperty("fork.short-lived", boolean.class, false)) {
			Thread end = new Thread(() -> {
				try {
					TimeUnit.SECONDS.sleep(4);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				Runtime.getRuntime().halt(7);
			});
			end.setDaemon(true);
			end.start();
		}
	}

	/** Arguments: properties of Spring. */
	public static void main(String[] arguments) {
		if (System.getProperty(ChildLauncher.SOCKET_PROPERTY) == null) {
			WorkerMain.endWithTheTest();
		}
		SpringApplication.run(ForkApplication.class, arguments);
	}

	/** Arguments for it; of two with the same name the later one counts. */
	public static String[] arguments(List<String> own, String... more) {
		Map<String, String> arguments = new LinkedHashMap<>();
		Stream
			.of(List.of("--spring.main.web-application-type=none", "--resque.worker.mode=fork",
					"--resque.worker.fork.spares=2", "--resque.child.archive.enabled=false"), own, List.of(more))
			.flatMap(List::stream)
			.forEach((argument) -> arguments.put(argument.split("=")[0], argument));
		return arguments.values().toArray(String[]::new);
	}

	@PreDestroy
	void close() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(500);
		note("closed", pid());
	}

	@Bean
	ApplicationRunner runner() {
		return (arguments) -> note("runner", pid());
	}

	@Bean
	SmartLifecycle listener() {
		return new SmartLifecycle() {

			@Override
			public void start() {
				note("lifecycle", pid());
			}

			@Override
			public void stop() {
			}

			@Override
			public boolean isRunning() {
				return false;
			}

		};
	}

	@Bean
	JobHooks hooks() {
		return new JobHooks() {

			@Override
			public void beforePerform(JobContext context) {
				if (context.job().name().equals("Skip")) {
					throw new SkipJobException("not today");
				}
			}

			@Override
			public void onFailure(JobContext context, Throwable failure) {
				note("failureHook:" + context.job().name(), pid() + " " + failure);
			}

		};
	}

	@Bean
	WorkerHooks workerHooks() {
		return new WorkerHooks() {

			@Override
			public void beforeFirstFork() {
				note("workerHooks", "beforeFirstFork " + pid());
			}

			@Override
			public void beforeFork(JobContext context) {
				note("workerHooks", "beforeFork " + pid() + " " + context.job().name());
				if (context.job().name().equals("Unforkable")) {
					throw new IllegalStateException("no fork for it");
				}
			}

			@Override
			public void afterFork(JobContext context) {
				// The first connection of a process takes long for a job with a timeout.
				if (!context.job().name().equals("Limited")) {
					note("workerHooks", "afterFork " + pid() + " " + context.job().name());
				}
			}

			@Override
			public void beforeChildExit() {
				note("workerHooks", "beforeChildExit " + pid());
			}

		};
	}

	@Always
	void always(JobContext context, @Nullable Throwable failure) {
		if (!context.job().name().equals("Limited")) {
			note("alwaysHook:" + context.job().name(), pid() + " " + failure);
		}
	}

	@Scheduled(fixedDelay = 1000)
	void scheduled() {
		note("scheduled", pid());
	}

	@ResqueJob(name = "Note", queue = "jobs")
	public void note(int number, JobContext context) {
		note("notes", number + ":" + pid() + ":" + context.workerId());
	}

	@ResqueJob(name = "Slow", queue = "jobs")
	public void slow(int number, long millis, JobContext context) throws InterruptedException {
		note("started", number + ":" + pid());
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
			note("notes", number + ":" + pid() + ":" + context.stillOwner());
		}
		catch (InterruptedException ex) {
			note("interrupted", number + ":" + pid() + ":" + context.stopRequested());
			throw ex;
		}
	}

	/** Enqueues the next of a chain into a queue that nobody knew before. */
	@ResqueJob(name = "Chain", queue = "jobs")
	public void chain(int more) {
		note("notes", "chain:" + more);
		if (more > 0) {
			String queue = (more % 2 == 0) ? "new-" + more : "jobs";
			this.redis.opsForSet().add("resque:queues", queue);
			this.redis.opsForList()
				.rightPush("resque:queue:" + queue, "{\"class\":\"Chain\",\"args\":[" + (more - 1) + "]}");
		}
	}

	@ResqueJob(name = "Skip", queue = "jobs")
	public void skip() {
		note("notes", "skipped");
	}

	@ResqueJob(name = "Again", queue = "jobs", retry = @Retry(limit = 1))
	public void again(String how, JobContext context) {
		note("notes", how + ":" + pid() + ":" + context.attempt() + context.earlierFailures().size());
		context.notes().withAcknowledgement("INCR", "performed:" + how);
		if (context.attempt() == 1) {
			if (how.equals("exit")) {
				System.exit(3);
			}
			throw new IllegalStateException(how);
		}
	}

	@ResqueJob(name = "Snooze", queue = "jobs")
	public void snooze(JobContext context) {
		if (Boolean.TRUE.equals(this.redis.opsForValue().setIfAbsent("snoozed", pid()))) {
			context.snooze(Duration.ZERO);
		}
		note("notes", "snooze:" + pid() + ":" + context.attempt());
	}

	@ResqueJob(name = "Exit", queue = "jobs")
	public void exit(int code) {
		System.exit(code);
	}

	@ResqueJob(name = "Halt", queue = "jobs")
	public void halt(int code) {
		Runtime.getRuntime().halt(code);
	}

	@ResqueJob(name = "Limited", queue = "jobs", timeout = "${fork.limit:1s}")
	public void limited(boolean deaf, JobContext context) throws InterruptedException {
		while (deaf) {
			Thread.onSpinWait();
		}
		try {
			TimeUnit.MINUTES.sleep(1);
		}
		finally {
			note("limited", pid() + " " + context.stopRequest());
		}
	}

	@ResqueJob(name = "Deaf", queue = "jobs")
	public void deaf() {
		note("started", "deaf:" + pid());
		while (true) {
			Thread.onSpinWait();
		}
	}

	@ResqueJob(name = "Overflow", queue = "jobs")
	public int overflow(int depth) {
		return overflow(depth + 1) + 1;
	}

	@ResqueJob(name = "Hungry", queue = "jobs")
	public void hungry() {
		List<byte[]> eaten = new ArrayList<>();
		while (true) {
			eaten.add(new byte[1024 * 1024]);
		}
	}

	@ResqueJob(name = "Eat", queue = "jobs")
	public void eat(int megabytes, long millis) throws InterruptedException {
		List<byte[]> eaten = new ArrayList<>();
		for (int i = 0; i < megabytes; i++) {
			eaten.add(new byte[1024 * 1024]);
		}
		TimeUnit.MILLISECONDS.sleep(millis);
		note("eaten", pid());
	}

	@ResqueJob(name = "Unforkable", queue = "jobs")
	public void unforkable() {
		note("notes", "forked");
	}

	@ResqueJob(name = "Hoard", queue = "jobs")
	public void hoard(int megabytes) {
		byte[] leaked = new byte[megabytes * 1024 * 1024];
		Arrays.fill(leaked, (byte) 1);
		this.hoard.add(leaked);
		note("hoarded", pid());
	}

	@ResqueJob(name = "Fail", queue = "jobs")
	public void fail(String message) {
		throw new IllegalStateException(message, new IllegalArgumentException("the cause"));
	}

	@ResqueJob(name = "Print", queue = "jobs")
	public void print(String line) {
		System.out.println(line);
	}

	@ResqueJob(name = "Leave", queue = "jobs")
	public void leaveAThreadBehind(JobContext context) {
		Thread thread = new Thread(() -> {
			while (true) {
				context.stillOwner();
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	@ResqueJob(name = "Tell", queue = "jobs")
	public void tell(String property) {
		note("told", property + "=" + this.environment.getProperty(property));
	}

	private void note(String key, String text) {
		this.redis.opsForList().rightPush("test:" + key, text);
	}

	private static String pid() {
		return Long.toString(ProcessHandle.current().pid());
	}

}
