package io.resque.autoconfigure;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.resque.ResqueOperations;
import io.resque.failure.FailureBackend;
import io.resque.failure.FailureRecorder;
import io.resque.failure.JobFailure;
import io.resque.inspect.ResqueInspector;
import io.resque.redis.FailedEntry;
import io.resque.schedule.SchedulerServices;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.worker.WorkerServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which backends an application has, by its properties and its beans.
 */
@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class FailureBackendBeansTests {

	private final ApplicationContextRunner runner;

	FailureBackendBeansTests(RedisServer server) {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueSchedulerAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url());
	}

	@Test
	void byDefaultItIsRedis() {
		this.runner.run((context) -> {
			FailureRecorder recorder = context.getBean(FailureRecorder.class);
			assertThat(recorder.backends()).containsExactly("redis");
			assertThat(context.getBean(WorkerServices.class).failures()).isSameAs(recorder);
			assertThat(context.getBean(SchedulerServices.class).failures()).isSameAs(recorder);
		});
	}

	@Test
	void thePropertyChoosesSeveral() {
		this.runner.withPropertyValues("resque.failure.backends=redis-multi-queue, log").run((context) -> {
			FailureRecorder recorder = context.getBean(FailureRecorder.class);
			assertThat(recorder.backends()).containsExactly("redis-multi-queue", "log");
			assertThat(recorder.record(failure())).extracting(FailedEntry::failureQueue).isEqualTo("low_failed");
		});
	}

	@Test
	void beansOfTheApplicationReplaceTheDefaultInTheirOrder() {
		this.runner.withUserConfiguration(Backends.class)
			.run((context) -> assertThat(context.getBean(FailureRecorder.class).backends()).containsExactly("pager",
					"archive"));
	}

	@Test
	void aPrototypeIsOneToo() {
		this.runner
			.withBean("fresh", FailureBackend.class, () -> (failure) -> null,
					(definition) -> definition.setScope("prototype"))
			.run((context) -> assertThat(context.getBean(FailureRecorder.class).backends()).containsExactly("fresh"));
	}

	@Test
	void whoIsNotNamedIsLeftOutAndThatIsSaid(CapturedOutput output) {
		this.runner.withUserConfiguration(Backends.class)
			.withPropertyValues("resque.failure.backends=archive,redis")
			.run((context) -> assertThat(context.getBean(FailureRecorder.class).backends()).containsExactly("archive",
					"redis"));
		assertThat(output).contains("FailureBackend bean 'pager' gets no failures")
			.contains("resque.failure.backends names archive, redis only");
	}

	@Test
	void aBackendMayUseWhatTheLibraryOffers() {
		this.runner.withUserConfiguration(Curious.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(FailureRecorder.class).record(failure())).isNull();
		});
	}

	@Test
	void bothListsAtOnceEndTheStart() {
		this.runner.withPropertyValues("resque.failure.backends=redis,redis-multi-queue")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("must not name both 'redis' and 'redis-multi-queue'"));
	}

	@Test
	void anUnknownOneEndsTheStart() {
		this.runner.withUserConfiguration(Backends.class)
			.withPropertyValues("resque.failure.backends=mongo")
			.run((context) -> {
				assertThat(context).getFailure().rootCause().hasMessageContaining("names 'mongo'");
				assertThat(new ResqueFailureAnalyzer().analyze(context.getStartupFailure()))
					.satisfies((analysis) -> assertThat(analysis.getDescription()).endsWith("beans [pager, archive]."))
					.satisfies((analysis) -> assertThat(analysis.getAction()).contains("resque.failure.backends"));
			});
	}

	private static JobFailure failure() {
		return new JobFailure("low", new byte[] { '{', '}' }, "E", "e", List.of(), "w", Instant.EPOCH);
	}

	@Configuration(proxyBeanMethods = false)
	static class Backends {

		@Bean
		@Order(2)
		FailureBackend archive() {
			return (failure) -> null;
		}

		@Bean
		@Order(1)
		FailureBackend pager() {
			return (failure) -> null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Curious {

		@Bean
		FailureBackend curious(ResqueOperations resque, ResqueInspector inspector) {
			return (failure) -> {
				assertThat(inspector.queueSizes()).isEmpty();
				return null;
			};
		}

	}

}
