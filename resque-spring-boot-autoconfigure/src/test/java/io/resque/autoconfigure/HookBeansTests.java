package io.resque.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.Order;

import io.resque.Job;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hooks that are beans of an application.
 */
class HookBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class))
		.withPropertyValues("resque.inline=true", "spring.data.redis.port=1");

	@Test
	void aHookMayEnqueue() {
		this.runner.withUserConfiguration(Audited.class, Audit.class, Auditing.class, Last.class).run((context) -> {
			context.getBean(ResqueOperations.class).enqueue(Audited.class, "x");
			assertThat(context.getBean(Audit.class).entries).containsExactly("Audited");
			assertThat(context.getBean(Last.class).seen).containsExactly("after Audit", "after Audited");
		});
	}

	@ResqueJob(queue = "work")
	static class Audited {

		void perform(String argument) {
		}

	}

	@ResqueJob(queue = "audit")
	static class Audit {

		private final List<String> entries = new ArrayList<>();

		void perform(String entry) {
			this.entries.add(entry);
		}

	}

	@Order(1)
	static class Auditing implements JobHooks {

		private final ResqueOperations resque;

		Auditing(ResqueOperations resque) {
			this.resque = resque;
		}

		@Override
		public void afterPerform(JobContext context) {
			if (!context.job().name().equals("Audit")) {
				this.resque.enqueue(Audit.class, context.job().name());
			}
		}

	}

	@Order(2)
	static class Last implements JobHooks {

		private final List<String> seen = new ArrayList<>();

		@Override
		public void afterEnqueue(Job job) {
			this.seen.add("after " + job.name());
		}

	}

}
