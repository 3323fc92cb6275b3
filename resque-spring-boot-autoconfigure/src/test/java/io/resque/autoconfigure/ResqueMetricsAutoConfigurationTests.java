package io.resque.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.observation.JobMeters;
import io.resque.observation.ResqueMeters;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class ResqueMetricsAutoConfigurationTests {

	private final ApplicationContextRunner library;

	private final ApplicationContextRunner runner;

	ResqueMetricsAutoConfigurationTests(RedisServer server) {
		this.library = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueMetricsAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url(), "resque.worker.concurrency=1",
					"resque.worker.poll-interval=20ms");
		this.runner = this.library
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class);
	}

	@Test
	void metersAreBoundAndJobsAreCounted() {
		this.runner.withBean(Note.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(ResqueOperations.class).enqueue(Note.class);
			await().until(() -> registry.find("resque.jobs").counter() != null);
			assertThat(registry.get("resque.jobs").tags("queue", "notes", "outcome", "performed").counter().count())
				.isEqualTo(1);
			assertThat(registry.get("resque.jobs.duration").tag("queue", "notes").timer().count()).isEqualTo(1);
			await().until(() -> registry.get("resque.workers").gauge().value() == 1);
			assertThat(registry.get("resque.queue.depth").tag("queue", "notes").gauge().value()).isZero();
		});
	}

	@Test
	void startsWhileRedisIsAway() {
		try (OwnRedis own = OwnRedis.start()) {
			own.kill();
			this.runner.withPropertyValues("spring.data.redis.url=" + own.url()).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(MeterRegistry.class).get("resque.failed").gauge().value()).isNaN();
			});
		}
	}

	@Test
	void backsOffWithoutARegistry() {
		this.library.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ResqueMeters.class)
			.doesNotHaveBean(JobMeters.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.library.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("resqueMeters")
				.doesNotHaveBean("resqueJobMeters"));
	}

	@Test
	void backsOffWithoutRedisAndInChildren() {
		this.runner.withPropertyValues("resque.inline=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueMeters.class));
		this.runner.withPropertyValues("resque.child.socket=/nowhere")
			.run((context) -> assertThat(context).doesNotHaveBean(JobMeters.class));
	}

	@Test
	void backsOffFromBeansOfTheApplication() {
		JobMeters own = new JobMeters(new SimpleMeterRegistry());
		this.runner.withBean(JobMeters.class, () -> own)
			.run((context) -> assertThat(context.getBean(JobMeters.class)).isSameAs(own));
	}

	@ResqueJob(queue = "notes")
	static class Note {

		void perform() {
		}

	}

}
