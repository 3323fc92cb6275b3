package io.resque.hook;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.scheduling.annotation.Async;

import io.resque.Due;
import io.resque.InvalidJobException;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.ResqueJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods that could not do what they look like are refused at the start.
 */
class HookLintTests {

	@ParameterizedTest
	@MethodSource("refused")
	void refusesWithASentenceThatSaysWhatToDo(Class<?> job) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> new HookScanner(job).scan())
			.withMessage(job.getName() + " " + job.getAnnotation(Refused.class).value());
	}

	@Test
	void acceptsWhatIsMeant() {
		assertThat(new HookScanner(Good.class).scan()).hasSize(4);
	}

	@Test
	void allKindsRunInTheOrderOfTheirNames() {
		for (HookKind kind : HookKind.values()) {
			Map<HookKind, List<HookMethod>> hooks = new HookScanner(Alphabet.class).scan();
			assertThat(hooks.get(kind)).extracting((hook) -> hook.method().getName())
				.as(kind.toString())
				.containsExactly("a", "b", "c");
		}
	}

	static Stream<Class<?>> refused() {
		return Arrays.stream(HookLintTests.class.getDeclaredClasses())
			.filter((type) -> type.isAnnotationPresent(Refused.class));
	}

	@Refused("has a method check with @BeforePerform that must return nothing: a false would not keep the job from being"
			+ " performed, throw a SkipJobException for that")
	static class ReturnsFalse {

		@BeforePerform
		boolean check() {
			return true;
		}

	}

	@Refused("has a method check with @BeforeEnqueue that must return a boolean or nothing")
	static class ReturnsText {

		@BeforeEnqueue
		String check() {
			return "no";
		}

	}

	@Refused("has a method around with @AroundPerform that needs a parameter of type JobHooks.Perform, or the job"
			+ " would never run")
	static class DoesNotProceed {

		@AroundPerform
		void around(JobContext context) {
		}

	}

	@Refused("has a method before with @BeforePerform that cannot have a parameter of type Perform")
	static class ProceedsBefore {

		@BeforePerform
		void before(JobHooks.Perform perform) {
		}

	}

	@Refused("has a method before with @BeforeEnqueue that cannot have a parameter of type JobContext")
	static class RunOfNoRun {

		@BeforeEnqueue
		void before(JobContext context) {
		}

	}

	@Refused("has a method after with @AfterPerform that cannot have a parameter of type IllegalStateException")
	static class FailureOfNone {

		@AfterPerform
		void after(IllegalStateException failure) {
		}

	}

	@Refused("has a method failed with @OnFailure that has two parameters for the same: [class"
			+ " java.lang.IllegalStateException, class java.lang.Error]")
	static class TwoFailures {

		@OnFailure
		void failed(IllegalStateException failure, Error error) {
		}

	}

	@Refused("has a method after with @AfterPerform that must not be @Async: nobody would wait for it")
	static class GoesOn {

		@Async
		@AfterPerform
		void after() {
		}

	}

	@Refused("has a method perform with @BeforePerform that is the job itself: give the hook a method of its own")
	static class JobItself {

		@BeforePerform
		void perform() {
		}

	}

	@Refused("has a method before with @BeforePerform that must not be static: it is" + " called on the bean")
	static class Static {

		@BeforePerform
		static void before() {
		}

	}

	@Refused("has a method before with @BeforePerform that must not be private or final: a proxy around the bean could"
			+ " not call it")
	static class Hidden {

		@BeforePerform
		private void before() {
		}

	}

	@Refused("has a method before with @BeforePerform that must not be private or final: a proxy around the bean could"
			+ " not call it")
	static class Fixed {

		@BeforePerform
		final void before() {
		}

	}

	@Refused("has two @BeforePerform methods of the same order, a and b: give each an order of its own,"
			+ " @BeforePerform(order = …)")
	static class SameOrder {

		@BeforePerform(order = 3)
		void a() {
		}

		@BeforePerform(order = 3)
		void b() {
		}

	}

	@Refused("has two @BeforePerform methods of the same order, a and a: give each an order of its own,"
			+ " @BeforePerform(order = …)")
	static class SameName {

		@BeforePerform
		void a() {
		}

		@BeforePerform
		void a(int number) {
		}

	}

	@ResqueJob
	static class Good {

		void perform(String text, int number) {
		}

		@BeforePerform(order = 2)
		void beforePerform() {
		}

		@BeforePerform(order = 1)
		void beforePerform(@Nullable String text) {
		}

		@BeforeEnqueue
		@Nullable Boolean maybe(String text, int number) {
			return null;
		}

		@BeforeSchedule
		boolean later(Due due, String text) {
			return true;
		}

		@OnFailure
		void failed(String text, JobContext context, Exception failure) {
		}

	}

	static class Alphabet {

		@BeforeEnqueue
		@AfterEnqueue
		@BeforeSchedule
		@AfterSchedule
		@BeforeDelayedEnqueue
		@BeforeDequeue
		@AfterDequeue
		@BeforePerform
		@AfterPerform
		@OnFailure
		@Always
		void c() {
		}

		@AroundPerform
		void c(JobHooks.Perform perform) {
		}

		@BeforeEnqueue
		@AfterEnqueue
		@BeforeSchedule
		@AfterSchedule
		@BeforeDelayedEnqueue
		@BeforeDequeue
		@AfterDequeue
		@BeforePerform
		@AfterPerform
		@OnFailure
		@Always
		void a() {
		}

		@AroundPerform
		void a(JobHooks.Perform perform) {
		}

		@BeforeEnqueue
		@AfterEnqueue
		@BeforeSchedule
		@AfterSchedule
		@BeforeDelayedEnqueue
		@BeforeDequeue
		@AfterDequeue
		@BeforePerform
		@AfterPerform
		@OnFailure
		@Always
		void b() {
		}

		@AroundPerform
		void b(JobHooks.Perform perform) {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Refused {

		String value();

	}

}
