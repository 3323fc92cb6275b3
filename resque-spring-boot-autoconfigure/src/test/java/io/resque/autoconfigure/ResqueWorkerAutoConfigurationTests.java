package io.resque.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.dashboard.DashboardLocation;
import io.resque.failure.FailureRecorder;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.worker.JobRunner;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerServices;
import io.resque.worker.WorkerStores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class ResqueWorkerAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(DataRedisAutoConfiguration.class,
			ResqueAutoConfiguration.class, ResqueWorkerAutoConfiguration.class, ResqueDashboardAutoConfiguration.class);

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ApplicationContextRunner runner;

	ResqueWorkerAutoConfigurationTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("spring.data.redis.url=" + server.url(), "resque.worker.poll-interval=20ms");
	}

	@Test
	void performsTheJobsOfTheApplication() {
		this.runner.withBean(Note.class).run((context) -> {
			context.getBean(ResqueOperations.class).enqueue(Note.class, "x");
			await().until(() -> context.getBean(Note.class).notes.equals(List.of("x")));
			assertThat(this.redis.opsForSet().members("resque:workers")).hasSize(5)
				.allMatch((id) -> id.endsWith(":jobs"));
		});
		assertThat(this.redis.opsForSet().members("resque:workers")).isEmpty();
		assertThat(this.redis.keys("resque:spring:*")).containsExactly("resque:spring:tokens");
	}

	@Test
	void workersCarryTheNameOfTheHostAndServeTheQueuesOfThePools() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.worker.host-name= my:box ", "resque.worker.concurrency=1",
					"resque.worker.queues=a, b,!c", "resque.worker.pools.slow.queues=jobs",
					"resque.worker.pools.slow.concurrency=2")
			.run((context) -> {
				await().until(() -> this.redis.opsForSet().size("resque:workers") == 3);
				assertThat(this.redis.opsForSet().members("resque:workers")).allMatch((id) -> id.startsWith("my.box."))
					.extracting((id) -> id.substring(id.lastIndexOf('-')))
					.containsExactlyInAnyOrder("-1:a,b", "-2:jobs", "-3:jobs");
			});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.worker.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ResqueOperations.class)
				.doesNotHaveBean(WorkerContainer.class));
	}

	@Test
	void backsOffWhenJobsArePerformedInline() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.inline=true")
			.run((context) -> assertThat(context).doesNotHaveBean(WorkerContainer.class));
	}

	@Test
	void backsOffWithoutResque() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResqueWorkerAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerContainer.class));
	}

	@Test
	void withoutAJobNothingStarts() {
		this.runner.run((context) -> {
			assertThat(context.getBean(WorkerContainer.class).isRunning()).isFalse();
			assertThat(this.redis.keys("resque:*")).isEmpty();
		});
	}

	@Test
	void startsLaterWhenToldSo() {
		this.runner.withBean(Note.class).withPropertyValues("resque.worker.auto-startup=false").run((context) -> {
			WorkerContainer container = context.getBean(WorkerContainer.class);
			assertThat(container.isRunning()).isFalse();
			container.start();
			await().until(() -> this.redis.opsForSet().size("resque:workers") == 5);
		});
	}

	@Test
	void backsOffFromTheApplicationsOwnBeans() {
		JobRunner.Factory jobs = (pool, settings) -> mock(JobRunner.class);
		this.runner.withBean(JobRunner.Factory.class, () -> jobs).run((context) -> {
			assertThat(context.getBean(JobRunner.Factory.class)).isSameAs(jobs);
			assertThat(context.getBean(WorkerServices.class).runners()).isSameAs(jobs);
			assertThat(context.getBean(WorkerServices.class).failures())
				.isSameAs(context.getBean(FailureRecorder.class));
		});
		WorkerStores stores = mock(WorkerStores.class);
		WorkerServices services = mock(WorkerServices.class);
		WorkerContainer container = mock(WorkerContainer.class);
		this.runner.withBean(WorkerStores.class, () -> stores)
			.withBean(WorkerServices.class, () -> services)
			.withBean(WorkerContainer.class, () -> container)
			.run((context) -> {
				assertThat(context.getBean(WorkerStores.class)).isSameAs(stores);
				assertThat(context.getBean(WorkerServices.class)).isSameAs(services);
				assertThat(context.getBean(WorkerContainer.class)).isSameAs(container);
			});
	}

	@Test
	void lazyInitializationStillStartsWorkers() {
		this.runner.withBean(Note.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				this.redis.opsForList().rightPush("resque:queue:jobs", "{\"class\":\"Note\",\"args\":[\"x\"]}");
				await().until(() -> context.getBean(Note.class).notes.equals(List.of("x")));
			});
	}

	@Test
	void aReactiveApplicationHasWorkersAndNoDashboard() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("spring.data.redis.url=" + this.server.url(), "resque.worker.poll-interval=20ms")
			.withBean(Note.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(DashboardLocation.class);
				context.getBean(ResqueOperations.class).enqueue(Note.class, "x");
				await().until(() -> context.getBean(Note.class).notes.equals(List.of("x")));
			});
	}

	@Test
	void anUnreachableRedisDoesNotStopTheStartAndIsUsedWhenItComes(CapturedOutput output) {
		try (OwnRedis late = OwnRedis.start()) {
			late.kill();
			this.runner.withBean(Note.class)
				.withPropertyValues("spring.data.redis.url=" + late.url())
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(output).contains("could not be checked at start");
					late.restart();
					await().until(() -> enqueues(context));
					await().until(() -> context.getBean(Note.class).notes.equals(List.of("x")));
				});
		}
	}

	private static boolean enqueues(ApplicationContext context) {
		try {
			return context.getBean(ResqueOperations.class).enqueue(Note.class, "x");
		}
		catch (io.resque.EnqueueException ex) {
			return false;
		}
	}

	@Test
	void aLongShutdownTimeoutIsWarnedAbout(CapturedOutput output) {
		this.runner.withPropertyValues("resque.worker.shutdown-timeout=25s").run((context) -> {
		});
		assertThat(output).contains("resque.worker.shutdown-timeout is 25 s",
				"spring.lifecycle.timeout-per-shutdown-phase");
	}

	@Test
	void aShutdownTimeoutWithinALongerPhaseIsFine(CapturedOutput output) {
		this.runner
			.withPropertyValues("resque.worker.shutdown-timeout=25s", "spring.lifecycle.timeout-per-shutdown-phase=40s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("shutdown-timeout");
	}

	@Test
	void aClosedApplicationLeavesNoThreads() {
		Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
		this.runner.withBean(Note.class).run((context) -> performs(context, "x"));
		awaitNoThreadsBut(before);
	}

	@Test
	void aClosedApplicationWithAConnectionFactoryOfItsOwnLeavesNoThreadsEither() {
		Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
		this.runner.withBean(Note.class)
			.withBean(LettuceConnectionFactory.class,
					() -> new LettuceConnectionFactory(this.server.host(), this.server.port()))
			.run((context) -> performs(context, "x"));
		awaitNoThreadsBut(before);
	}

	private static void performs(ApplicationContext context, String text) {
		context.getBean(ResqueOperations.class).enqueue(Note.class, text);
		await().until(() -> context.getBean(Note.class).notes.contains(text));
	}

	private static void awaitNoThreadsBut(Set<Thread> before) {
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread) && thread.isAlive())
			.map(Thread::getName)
			.filter((name) -> name.startsWith("resque") || name.startsWith("lettuce"))
			.collect(Collectors.toSet())).isEmpty());
	}

	@ResqueJob(queue = "jobs")
	static class Note {

		private final List<String> notes = new CopyOnWriteArrayList<>();

		void perform(String text) {
			this.notes.add(text);
		}

	}

}
