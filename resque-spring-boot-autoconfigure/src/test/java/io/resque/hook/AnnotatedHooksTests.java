package io.resque.hook;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.resque.Due;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.JobScanner;
import io.resque.ResqueException;
import io.resque.ResqueJob;
import io.resque.ResqueTemplate;
import io.resque.SkipJobException;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Annotated methods follow the rules of Ruby's hooks.
 */
@ExtendWith(RedisServerExtension.class)
class AnnotatedHooksTests {

	private static final List<String> CALLS = new ArrayList<>();

	private static @Nullable Throwable thrown;

	private static String refused = "";

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final ResqueRedis redis;

	AnnotatedHooksTests(RedisServer server) {
		this.redis = server.redis("resque");
	}

	@BeforeEach
	void forget() {
		CALLS.clear();
		thrown = null;
		refused = "";
	}

	@Test
	void beforeAroundPerformAfterAndAlwaysRunInThisOrder() {
		inline(Everything.class).enqueue(Everything.class, 7, "x");
		assertThat(CALLS).containsExactly("before enqueue 7", "before first 7", "before second", "before zuletzt 7 x",
				"around in", "inner in 7", "perform 7 x", "inner out", "around out", "after", "always null",
				"after enqueue");
	}

	@Test
	void anErrorBeforeKeepsTheJobUnperformedAndIsRaised() {
		thrown = new IOException("before second");
		assertThatThrownBy(() -> inline(Everything.class).enqueue(Everything.class, 7)).hasCause(thrown);
		assertThat(CALLS).containsExactly("before enqueue 7", "before first 7", "before second",
				"any failure before second 7", "input failure", "always before second");
	}

	@Test
	void skippingLeavesTheJobUnperformedWithoutAnError() {
		thrown = new SkipJobException("before second");
		assertThat(inline(Everything.class).enqueue(Everything.class, 7)).isTrue();
		assertThat(CALLS).containsExactly("before enqueue 7", "before first 7", "before second", "always null",
				"after enqueue");
	}

	@Test
	void anErrorAfterIsRaisedThoughPerformed() {
		thrown = new IllegalStateException("after");
		assertThatThrownBy(() -> inline(Everything.class).enqueue(Everything.class, 7)).isSameAs(thrown);
		assertThat(CALLS).contains("perform 7 null").endsWith("after", "any failure after 7", "always after");
	}

	@Test
	void anErrorAroundBeforeProceedingKeepsTheJobUnperformed() {
		thrown = new IllegalStateException("around in");
		assertThatThrownBy(() -> inline(Everything.class).enqueue(Everything.class, 7)).isSameAs(thrown);
		assertThat(CALLS).doesNotContain("perform 7 null").endsWith("any failure around in 7", "always around in");
	}

	@Test
	void aroundMayLeaveOutTheJobOrRescueIt() {
		inline(Around.class).enqueue(Around.class, false);
		assertThat(CALLS).containsExactly("after");
		CALLS.clear();
		thrown = new IOException("perform");
		inline(Around.class).enqueue(Around.class, true);
		assertThat(CALLS).containsExactly("perform", "rescued java.io.IOException: perform", "after");
	}

	@Test
	void failureMethodsGetWhatIsThenRaisedEachWhatItWants() {
		for (Throwable any : List.of(new IOException("perform 7 null"), new IllegalStateException("perform 7 null"),
				new StackOverflowError("perform 7 null"))) {
			CALLS.clear();
			thrown = any;
			assertThatThrownBy(() -> inline(Everything.class).enqueue(Everything.class, 7))
				.satisfies((ex) -> assertThat((ex == any) ? any : ex.getCause()).isSameAs(any));
			assertThat(CALLS).contains("any failure perform 7 null 7").endsWith("always perform 7 null");
			assertThat(CALLS.contains("input failure")).isEqualTo(any instanceof IOException);
		}
	}

	@Test
	void anErrorInAFailureMethodNamesBothAndTheOthersRun() {
		assertThatThrownBy(() -> inline(Clumsy.class).enqueue(Clumsy.class)).isInstanceOf(ResqueException.class)
			.hasMessageContaining("hook broke")
			.hasMessageContaining("job broke");
		assertThat(CALLS).containsExactly("other failure method", "always");
	}

	@Test
	void anErrorAtTheVeryEndFailsAJobThatHadNotFailed() {
		thrown = new IllegalStateException("always null");
		assertThatThrownBy(() -> inline(Everything.class).enqueue(Everything.class, 7))
			.isInstanceOf(ResqueException.class)
			.hasMessageContaining("always hooks")
			.hasCause(thrown);
		assertThat(CALLS).contains("perform 7 null").noneMatch((call) -> call.startsWith("any failure"));
	}

	@Test
	void falseBeforeEnqueueKeepsItOffTheQueueAndFalseBeforeDequeueOn() {
		ResqueTemplate resque = template(Everything.class);
		refused = "before enqueue 1";
		assertThat(resque.enqueue(Everything.class, 1)).isFalse();
		assertThat(resque.size("everything")).isZero();
		assertThat(resque.enqueue(Everything.class, 2)).isTrue();
		refused = "before dequeue 2";
		assertThat(resque.dequeue(Everything.class, 2)).isZero();
		assertThat(resque.size("everything")).isOne();
		refused = "";
		assertThat(resque.dequeue(Everything.class, 2)).isOne();
		assertThat(CALLS).containsExactly("before enqueue 1", "before enqueue 2", "after enqueue", "before dequeue 2",
				"before dequeue 2", "after dequeue");
	}

	@Test
	void delayingAsksTheMethodsForSchedules() {
		ResqueTemplate resque = template(Everything.class);
		Instant at = Instant.parse("2040-01-01T00:00:00Z");
		refused = "before schedule 1 " + at;
		assertThat(resque.enqueueAt(at, Everything.class, 1)).isFalse();
		assertThat(resque.enqueueAt(at, Everything.class, 2)).isTrue();
		assertThat(resque.delayed().enqueueNow(Everything.class, 2)).isOne();
		assertThat(CALLS).containsExactly("before schedule 1 " + at, "before schedule 2 " + at, "after schedule",
				"before delayed enqueue", "before enqueue 2", "after enqueue");
	}

	@Test
	void inheritedMethodsCountAndOverriddenOnesOnce() {
		inline(Child.class).enqueue(Child.class);
		assertThat(CALLS).containsExactly("a of parent", "b of child", "perform");
	}

	@Test
	void aJobThatOnlyAnotherApplicationHasHasNone() {
		assertThat(template(Everything.class).enqueueTo("everything", "Elsewhere", 1)).isTrue();
		assertThat(CALLS).isEmpty();
	}

	private ResqueTemplate inline(Class<?> job) {
		return template(job, true);
	}

	private ResqueTemplate template(Class<?> job) {
		return template(job, false);
	}

	private ResqueTemplate template(Class<?> job, boolean inline) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.addEmbeddedValueResolver((text) -> text);
		beans.registerBeanDefinition("job", BeanDefinitionBuilder.genericBeanDefinition(job).getBeanDefinition());
		JobRegistry registry = new JobRegistry(new JobScanner(beans, this.codec.json()).scan());
		List<JobHooks> hooks = List.of(new AnnotatedHooks(registry, this.codec.json()));
		return new ResqueTemplate(this.redis, registry, this.codec, hooks,
				inline ? new JobPerformer(registry, hooks) : null);
	}

	private static boolean call(String call) {
		CALLS.add(call);
		if (thrown != null && call.equals(thrown.getMessage())) {
			throw AnnotatedHooksTests.<RuntimeException>unchecked(thrown);
		}
		return !call.equals(refused);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E unchecked(Throwable ex) throws E {
		throw (E) ex;
	}

	@ResqueJob(queue = "everything")
	static class Everything {

		void perform(int number, @Nullable String text) {
			call("perform " + number + " " + text);
		}

		@BeforeEnqueue
		boolean beforeEnqueue(int number) {
			return call("before enqueue " + number);
		}

		@AfterEnqueue
		void afterEnqueue(Job job) {
			call("after enqueue");
		}

		@BeforeSchedule
		boolean beforeSchedule(Due due, int number) {
			return call("before schedule " + number + " " + due.at());
		}

		@AfterSchedule
		void afterSchedule() {
			call("after schedule");
		}

		@BeforeDelayedEnqueue
		void beforeDelayedEnqueue() {
			call("before delayed enqueue");
		}

		@BeforeDequeue
		boolean beforeDequeue(int number) {
			return call("before dequeue " + number);
		}

		@AfterDequeue
		void afterDequeue(int number) {
			call("after dequeue");
		}

		@BeforePerform(order = 1)
		void zuerst(int number) {
			call("before first " + number);
		}

		@BeforePerform(order = 2)
		void alsZweites(JobContext context) {
			call("before second");
		}

		@BeforePerform
		void zuletzt(int number, @Nullable String text) {
			call("before zuletzt " + number + " " + text);
		}

		@AroundPerform
		void b(JobHooks.Perform perform, int number) throws Exception {
			call("inner in " + number);
			perform.proceed();
			call("inner out");
		}

		@AroundPerform
		void a(JobContext context, JobHooks.Perform perform) throws Exception {
			call("around in");
			perform.proceed();
			call("around out");
		}

		@AfterPerform
		void after() {
			call("after");
		}

		@OnFailure
		void any(Throwable failure, int number) {
			call("any failure " + failure.getMessage() + " " + number);
		}

		@OnFailure
		void input(IOException failure) {
			call("input failure");
		}

		@Always
		void always(@Nullable Throwable failure) {
			call("always " + ((failure != null) ? failure.getMessage() : null));
		}

	}

	@ResqueJob(queue = "around")
	static class Around {

		void perform(boolean proceed) {
			call("perform");
		}

		@AroundPerform
		void around(JobHooks.Perform perform, boolean proceed) throws Exception {
			try {
				if (proceed) {
					perform.proceed();
				}
			}
			catch (IOException ex) {
				call("rescued " + ex);
			}
		}

		@AfterPerform
		void after() {
			call("after");
		}

	}

	@ResqueJob(queue = "clumsy")
	static class Clumsy {

		void perform() {
			throw new IllegalStateException("job broke");
		}

		@OnFailure
		void first() {
			throw new IllegalStateException("hook broke");
		}

		@OnFailure
		void second() {
			call("other failure method");
		}

		@Always
		void always() {
			call("always");
		}

	}

	abstract static class Parent {

		@BeforePerform
		void a() {
			call("a of parent");
		}

		@BeforePerform
		void b() {
			call("b of parent");
		}

	}

	@ResqueJob(queue = "child")
	static class Child extends Parent {

		void perform() {
			call("perform");
		}

		@Override
		@BeforePerform
		void b() {
			call("b of child");
		}

	}

}
