package io.resque.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.resque.ResqueJob;
import io.resque.actuate.ResqueInfoContributor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody listens where Redis should be: the contributor does not need it.
 */
class ResqueInfoAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
				ResqueWorkerAutoConfiguration.class, ResqueInfoAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1", "resque.namespace=shop", "resque.worker.auto-startup=false");

	@Test
	void tellsOfTheWorkersOfThisProcess() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.worker.queues=high,!low,*", "resque.worker.concurrency=3",
					"resque.worker.pools.slow.queues=notes", "resque.worker.pools.slow.concurrency=2")
			.run((context) -> assertThat(resque(context))
				.isEqualTo(Map.of("version", "development", "namespace", "shop", "workers", 5, "queues",
						Map.of("default", List.of("high", "!low", "*"), "slow", List.of("notes")))));
	}

	@Test
	void processesWithoutWorkersHaveNone() {
		Map<String, Object> none = Map.of("version", "development", "namespace", "shop", "workers", 0, "queues",
				Map.of());
		this.runner.run((context) -> assertThat(resque(context)).isEqualTo(none));
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.worker.enabled=false")
			.run((context) -> assertThat(resque(context)).isEqualTo(none));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("management.info.resque.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueInfoContributor.class));
	}

	@Test
	void backsOffWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(InfoContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resqueInfoContributor"));
	}

	@Test
	void backsOffInChildrenAndWithoutResque() {
		this.runner.withPropertyValues("resque.child.socket=/nowhere")
			.run((context) -> assertThat(context).doesNotHaveBean(ResqueInfoContributor.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResqueInfoAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueInfoContributor.class));
	}

	private static Object resque(ApplicationContext context) {
		Info.Builder builder = new Info.Builder();
		context.getBean(ResqueInfoContributor.class).contribute(builder);
		return builder.build().get("resque");
	}

	@ResqueJob(queue = "notes")
	static class Note {

		void perform() {
		}

	}

}
