package io.resque;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobPerformerTests {

	private final List<String> calls = new ArrayList<>();

	private Throwable thrown;

	@Test
	void goodJobRunsBeforeAroundPerformAroundAfter() throws Throwable {
		assertThat(perform(new Recording("a"), new Recording("b"))).isTrue();
		assertThat(this.calls).containsExactly("a before", "b before", "a around in", "b around in", "perform",
				"b around out", "a around out", "a after", "b after");
	}

	@Test
	void jobWithoutHooksIsPerformed() throws Throwable {
		assertThat(perform()).isTrue();
		assertThat(this.calls).containsExactly("perform");
	}

	@Test
	void errorBeforeKeepsTheJobUnperformedAndIsRaised() {
		assertThatThrownBy(() -> perform(new Recording("a") {

			@Override
			public void beforePerform(JobContext context) throws Exception {
				throw new IOException("not now");
			}

		})).isInstanceOf(IOException.class).hasMessage("not now");
		assertThat(this.calls).containsExactly("a failure not now");
	}

	@Test
	void skippingBeforeKeepsTheJobUnperformedWithoutFailure() throws Throwable {
		assertThat(perform(new Recording("a") {

			@Override
			public void beforePerform(JobContext context) {
				throw new SkipJobException("not today");
			}

		}, new Recording("b"))).isFalse();
		assertThat(this.calls).isEmpty();
	}

	@Test
	void skippingInsideTheJobIsAFailure() {
		this.thrown = new SkipJobException("too late");
		assertThatThrownBy(() -> perform(new Recording("a"))).isSameAs(this.thrown);
		assertThat(this.calls).endsWith("a failure too late");
	}

	@Test
	void errorAfterIsRaisedThoughPerformed() {
		assertThatThrownBy(() -> perform(new Recording("a") {

			@Override
			public void afterPerform(JobContext context) {
				throw new IllegalStateException("afterwards");
			}

		})).hasMessage("afterwards");
		assertThat(this.calls).contains("perform").endsWith("a failure afterwards");
	}

	@Test
	void aroundThatDoesNotProceedKeepsTheJobUnperformedButAfterRuns() throws Throwable {
		assertThat(perform(new Recording("a"), new Recording("b") {

			@Override
			public void aroundPerform(JobContext context, Perform perform) {
			}

		})).isFalse();
		assertThat(this.calls).containsExactly("a before", "b before", "a around in", "a around out", "a after",
				"b after");
	}

	@Test
	void aroundMayRescueWhatTheJobThrows() throws Throwable {
		this.thrown = new IOException("boom");
		assertThat(perform(new Recording("a") {

			@Override
			public void aroundPerform(JobContext context, Perform perform) throws Exception {
				try {
					perform.proceed();
				}
				catch (IOException ex) {
					JobPerformerTests.this.calls.add("rescued");
				}
			}

		})).isFalse();
		assertThat(this.calls).containsExactly("a before", "perform", "rescued", "a after");
	}

	@Test
	void failureHooksGetWhatIsThenRaised() {
		for (Throwable any : List.of(new IllegalStateException("boom"), new IOException("boom"),
				new StackOverflowError("boom"), new Throwable("boom"))) {
			this.calls.clear();
			this.thrown = any;
			assertThatThrownBy(() -> perform(new Recording("a"), new Recording("b"))).isSameAs(any);
			assertThat(this.calls).containsExactly("a before", "b before", "a around in", "b around in", "perform",
					"a failure boom", "b failure boom");
		}
	}

	@Test
	void errorInsideAFailureHookNamesBothAndTheOtherHooksRun() {
		this.thrown = new IOException("boom");
		IllegalStateException second = new IllegalStateException("hook broke");
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> perform(new Recording("a") {

			@Override
			public void onFailure(JobContext context, Throwable failure) {
				throw second;
			}

		}, new Recording("b"))).satisfies((ex) -> {
			assertThat(ex).hasMessageContaining("boom").hasMessageContaining("hook broke").hasCause(this.thrown);
			assertThat(ex.getSuppressed()).containsExactly(second);
		});
		assertThat(this.calls).endsWith("b failure boom");
	}

	@Test
	void unknownJobFails() {
		JobPerformer performer = new JobPerformer(new JobRegistry(List.of()), List.of(new Recording("a")));
		assertThatExceptionOfType(UnknownJobException.class)
			.isThrownBy(() -> performer.perform(new InlineContext(new Job("q", "Ghost", List.of()))))
			.withMessageContaining("'Ghost'");
		assertThat(this.calls).hasSize(1).first().asString().startsWith("a failure No job is registered");
	}

	private boolean perform(JobHooks... hooks) throws Throwable {
		JobDefinition job = new JobDefinition("Archive", "q", List.of(), OnCrash.REQUEUE, Object.class, (context) -> {
			this.calls.add("perform");
			if (this.thrown != null) {
				throw this.thrown;
			}
		});
		return new JobPerformer(new JobRegistry(List.of(job)), List.of(hooks))
			.perform(new InlineContext(new Job("q", "Archive", List.of(44))));
	}

	class Recording implements JobHooks {

		private final String name;

		Recording(String name) {
			this.name = name;
		}

		@Override
		public void beforePerform(JobContext context) throws Exception {
			record("before");
		}

		@Override
		public void aroundPerform(JobContext context, Perform perform) throws Exception {
			record("around in");
			perform.proceed();
			record("around out");
		}

		@Override
		public void afterPerform(JobContext context) throws Exception {
			record("after");
		}

		@Override
		public void onFailure(JobContext context, Throwable failure) {
			record("failure " + failure.getMessage());
		}

		private void record(String what) {
			JobPerformerTests.this.calls.add(this.name + " " + what);
		}

	}

}
