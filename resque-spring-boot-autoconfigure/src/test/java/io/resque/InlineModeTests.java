package io.resque;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.resque.TestJobs.Archive;
import io.resque.TestJobs.SomeJob;
import io.resque.redis.Keyspace;
import io.resque.redis.ResqueRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class InlineModeTests {

	private final RedisConnectionFactory redis = mock();

	private final List<String> calls = new ArrayList<>();

	private final ResqueTemplate resque = template(new Recording());

	@BeforeEach
	void forget() {
		TestJobs.PERFORMED.clear();
	}

	@Test
	void performsAtOnceAndLeavesRedisAlone() {
		assertThat(this.resque.enqueue(SomeJob.class, Map.of("id", 1))).isTrue();
		assertThat(TestJobs.PERFORMED).containsExactly(Map.of("id", 1));
		then(this.redis).shouldHaveNoInteractions();
	}

	@Test
	void argsGoThroughJson() {
		this.resque.enqueue(Archive.class, new Branch("x", LocalDate.of(2026, 11, 20)), 1.0f);
		assertThat(TestJobs.PERFORMED).containsExactly(
				new Job("file_serve", "Archive", List.of(Map.of("name", "x", "since", "2026-11-20"), 1.0)));
	}

	@Test
	void allHooksRun() {
		this.resque.enqueueTo("critical", SomeJob.class, Map.of());
		assertThat(this.calls).containsExactly("beforeEnqueue", "beforePerform inline", "afterPerform", "afterEnqueue");
	}

	@Test
	void manyAndTypedCallsArePerformedToo() {
		assertThat(this.resque.enqueueAll(SomeJob.class, List.of(List.of(Map.of("a", 1)), List.of(Map.of("b", 2)))))
			.isEqualTo(2);
		this.resque.later(Archive.class).perform(44, "x", null);
		assertThat(TestJobs.PERFORMED).containsExactly(Map.of("a", 1), Map.of("b", 2),
				new Job("file_serve", "Archive", List.of(44, "x")));
	}

	@Test
	void refusedJobIsNotPerformed() {
		assertThat(template(new JobHooks() {

			@Override
			public boolean beforeEnqueue(Job job) {
				return false;
			}

		}).enqueue(SomeJob.class, Map.of())).isFalse();
		assertThat(TestJobs.PERFORMED).isEmpty();
	}

	@Test
	void exceptionsReachTheCaller() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.resque.enqueue(SomeJob.class, Map.of("fail", "unchecked")))
			.withMessage("unchecked");
		assertThatExceptionOfType(ResqueException.class)
			.isThrownBy(() -> this.resque.enqueue(SomeJob.class, Map.of("fail", "checked")))
			.withMessageContaining("(Job{jobs} | SomeJob | [{\"fail\":\"checked\"}]) failed")
			.satisfies((ex) -> assertThat(ex.getCause()).hasMessage("checked"));
		assertThat(this.calls).contains("onFailure unchecked", "onFailure checked").doesNotContain("afterEnqueue");
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> this.resque.enqueue(SomeJob.class, 1));
		assertThatExceptionOfType(UnknownJobException.class).isThrownBy(() -> this.resque.enqueueTo("q", "Ruby"));
	}

	private ResqueTemplate template(JobHooks hooks) {
		JobRegistry registry = TestJobs.registry();
		return new ResqueTemplate(new ResqueRedis(this.redis, new Keyspace("resque")), registry, TestJobs.codec(),
				List.of(hooks), new JobPerformer(registry, List.of(hooks)));
	}

	private final class Recording implements JobHooks {

		@Override
		public boolean beforeEnqueue(Job job) {
			InlineModeTests.this.calls.add("beforeEnqueue");
			return true;
		}

		@Override
		public void afterEnqueue(Job job) {
			InlineModeTests.this.calls.add("afterEnqueue");
		}

		@Override
		public void beforePerform(JobContext context) {
			InlineModeTests.this.calls.add("beforePerform " + context.workerId());
		}

		@Override
		public void afterPerform(JobContext context) {
			InlineModeTests.this.calls.add("afterPerform");
		}

		@Override
		public void onFailure(JobContext context, Throwable failure) {
			InlineModeTests.this.calls.add("onFailure " + failure.getMessage());
		}

	}

	record Branch(String name, LocalDate since) {
	}

}
