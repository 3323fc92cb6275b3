package io.resque.testsupport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.retry.RetrySettings;
import io.resque.worker.WorkerContainer;

/**
 * A worker process of its own, to be killed. Its jobs write what they do into Redis:
 * {@code Note} a number, {@code Slow} a number at its start and another when it ends
 * after the given milliseconds, {@code Kill} ends the process within a millisecond,
 * {@code Flaky} fails and is tried again three times at once, {@code FlakyLater} at once
 * and then after an hour.
 */
public final class WorkerMain {

	private WorkerMain() {
	}

	/** Arguments: URL, concurrency, prefetch, lease in milliseconds. */
	public static void main(String[] arguments) {
		TestConnections connections = TestConnections.to(arguments[0]);
		StringRedisTemplate redis = connections.application();
		WorkerContainer container = new TestWorkers(connections.resque())
			.pool(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), "jobs")
			.lease(Duration.ofMillis(Long.parseLong(arguments[3])))
			.pid(Long.getLong("resque.test.pid", ProcessHandle.current().pid()))
			.job("Note", "jobs", (context) -> note(redis, "notes", context))
			.job("Slow", "jobs", (context) -> {
				note(redis, "started", context);
				TimeUnit.MILLISECONDS.sleep(((Number) context.job().args().get(1)).longValue());
				note(redis, "notes", context);
			})
			.job("Kill", "jobs", (context) -> Runtime.getRuntime().halt(137))
			.jobThatRunsOnce("KillOnce", "jobs", (context) -> Runtime.getRuntime().halt(137))
			.job("Flaky", "jobs", WorkerMain::fail)
			.job("FlakyLater", "jobs", WorkerMain::fail)
			.retries(new RetrySettings(false, Duration.ofDays(1), 10,
					Map.of("Flaky", TestWorkers.retrySettings(3, Duration.ZERO), "FlakyLater",
							TestWorkers.retrySettings(3, Duration.ZERO, Duration.ofHours(1)))))
			.container();
		Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
		endWithTheTest();
		container.start();
	}

	private static void fail(JobContext context) {
		throw new IllegalStateException("attempt " + context.attempt());
	}

	/** Nobody else ends this process when its test is interrupted. */
	public static void endWithTheTest() {
		ProcessHandle.current().parent().ifPresent((test) -> test.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
	}

	/**
	 * One field for each run, however often it is written: Redis may be away just now,
	 * and the job is done when it has said so.
	 */
	private static void note(StringRedisTemplate redis, String key, JobContext context) throws InterruptedException {
		String run = context.job().args().get(0) + ":" + context.fencingToken();
		while (true) {
			try {
				redis.opsForHash().put(key, run, Long.toString(ProcessHandle.current().pid()));
				return;
			}
			catch (RuntimeException ex) {
				TimeUnit.MILLISECONDS.sleep(100);
			}
		}
	}

}
