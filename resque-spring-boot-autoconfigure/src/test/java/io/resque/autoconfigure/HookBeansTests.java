package io.resque.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.Order;

import io.resque.Job;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.hook.BeforePerform;

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

	@Test
	void aMethodThatIsNoHookEndsTheStart() {
		this.runner.withUserConfiguration(NoHook.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				FailureAnalysis analysis = new ResqueFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).endsWith("NoHook has a method check with @BeforePerform that must"
						+ " return nothing: a false would not keep the job from being performed, throw a"
						+ " SkipJobException for that.");
				assertThat(analysis.getAction()).isEqualTo("Correct the class, or remove the annotation.");
			});
	}

	@Test
	void methodsOfAProxiedJobBeanAreCalledOnTheBeanBehindIt() {
		this.runner.withUserConfiguration(Proxied.class).run((context) -> {
			context.getBean(ResqueOperations.class).enqueue(Proxied.class);
			assertThat(context.getBean(Proxied.class)).isNotExactlyInstanceOf(Proxied.class);
			assertThat(context.getBean(Proxied.class).seen()).containsExactly("before", "perform");
		});
	}

	@ResqueJob(queue = "work")
	static class NoHook {

		void perform() {
		}

		@BeforePerform
		boolean check() {
			return false;
		}

	}

	@ResqueJob(queue = "work")
	@Scope(value = "singleton", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Proxied {

		private final List<String> seen = new ArrayList<>();

		void perform() {
			this.seen.add("perform");
		}

		@BeforePerform
		void before() {
			this.seen.add("before");
		}

		List<String> seen() {
			return this.seen;
		}

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
