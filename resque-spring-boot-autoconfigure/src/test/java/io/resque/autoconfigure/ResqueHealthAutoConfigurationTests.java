package io.resque.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.resque.ResqueJob;
import io.resque.actuate.ResqueHealthIndicator;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class ResqueHealthAutoConfigurationTests {

	private final RedisServer server;

	private final ApplicationContextRunner runner;

	ResqueHealthAutoConfigurationTests(RedisServer server) {
		this.server = server;
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueHealthAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url(), "resque.worker.concurrency=1");
	}

	@Test
	void contributesAsResque() {
		this.runner.run((context) -> {
			HealthIndicator resque = (HealthIndicator) context.getBean(HealthContributorRegistry.class)
				.getContributor("resque");
			assertThat(resque).isInstanceOf(ResqueHealthIndicator.class);
			assertThat(resque.health().getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void tellsOfTheLeaseWithWorkersOnly() {
		this.runner.run((context) -> assertThat(details(context)).doesNotContainKey("leaseHeld"));
		this.runner.withBean(Note.class).run((context) -> {
			await().until(() -> Boolean.TRUE.equals(details(context).get("leaseHeld")));
			await().until(() -> Integer.valueOf(1).equals(details(context).get("workers")));
		});
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.worker.auto-startup=false")
			.run((context) -> assertThat(details(context)).containsEntry("leaseHeld", false));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.resque.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueHealthIndicator.class));
	}

	@Test
	void backsOffWithTheDefaultsSwitchedOff() {
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ResqueHealthIndicator.class));
	}

	@Test
	void backsOffWithoutTheModule() {
		ApplicationContextRunner library = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueHealthAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + this.server.url());
		library.run((context) -> assertThat(context).hasBean("resqueHealthIndicator"));
		library.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resqueHealthIndicator"));
	}

	@Test
	void backsOffWithoutRedis() {
		this.runner.withPropertyValues("resque.inline=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueHealthIndicator.class));
		this.runner.withPropertyValues("resque.child.socket=/nowhere")
			.run((context) -> assertThat(context).doesNotHaveBean(ResqueHealthIndicator.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResqueHealthAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueHealthIndicator.class));
	}

	@Test
	void backsOffFromABeanOfTheApplication() {
		HealthIndicator own = () -> Health.up().build();
		this.runner.withBean("resqueHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueHealthIndicator.class));
	}

	private static Map<String, Object> details(ApplicationContext context) {
		return context.getBean(ResqueHealthIndicator.class).health().getDetails();
	}

	@ResqueJob(queue = "notes")
	static class Note {

		void perform() {
		}

	}

}
