package io.resque.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import io.resque.JobContext;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.WorkerHooks;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Worker hooks that are beans of an application whose jobs run in threads.
 */
@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class WorkerHookTests {

	private static final List<String> calls = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner;

	WorkerHookTests(RedisServer server) {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class))
			.withUserConfiguration(Hooked.class)
			.withPropertyValues("spring.data.redis.url=" + server.url());
	}

	@Test
	void theyRunInTheirOrderAndForkHooksNotAtAll(CapturedOutput output) {
		calls.clear();
		this.runner.run((context) -> {
			assertThat(calls).as("before the first job").startsWith("first beforeFirstFork", "second beforeFirstFork");
			context.getBean(ResqueOperations.class).enqueue(Counted.class);
			await().until(() -> calls.contains("second queueEmpty default"));
			WorkerContainer container = context.getBean(WorkerContainer.class);
			container.pause();
			assertThat(container.isPaused()).isTrue();
			container.resume();
		});
		assertThat(calls).containsExactly("first beforeFirstFork", "second beforeFirstFork", "performed",
				"first queueEmpty default", "second queueEmpty default", "first beforePause", "second beforePause",
				"first afterPause", "second afterPause", "first shutdown", "second shutdown", "first workerExit",
				"second workerExit");
		assertThat(output).contains("calling the worker hook onShutdown", "not today");
	}

	static class Hooked {

		@Bean
		Counted counted() {
			return new Counted();
		}

		@Bean
		@Order(2)
		WorkerHooks second() {
			return new Recorded("second");
		}

		@Bean
		@Order(1)
		WorkerHooks first() {
			return new Recorded("first");
		}

	}

	@ResqueJob(queue = "work")
	static class Counted {

		void perform() {
			calls.add("performed");
		}

	}

	record Recorded(String name) implements WorkerHooks {

		@Override
		public void beforeFirstFork() {
			calls.add(this.name + " beforeFirstFork");
		}

		@Override
		public void beforeFork(JobContext context) {
			calls.add(this.name + " beforeFork");
		}

		@Override
		public void afterFork(JobContext context) {
			calls.add(this.name + " afterFork");
		}

		@Override
		public void beforeChildExit() {
			calls.add(this.name + " beforeChildExit");
		}

		@Override
		public void beforePause() {
			calls.add(this.name + " beforePause");
		}

		@Override
		public void afterPause() {
			calls.add(this.name + " afterPause");
		}

		@Override
		public void queueEmpty(String pool) {
			calls.add(this.name + " queueEmpty " + pool);
		}

		@Override
		public void onShutdown() {
			calls.add(this.name + " shutdown");
			throw new IllegalStateException("not today");
		}

		@Override
		public void workerExit() {
			calls.add(this.name + " workerExit");
		}

	}

}
