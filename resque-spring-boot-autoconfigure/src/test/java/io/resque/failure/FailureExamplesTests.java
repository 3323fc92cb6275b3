package io.resque.failure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/failures.md.
 */
@ExtendWith(RedisServerExtension.class)
class FailureExamplesTests {

	private final FailureFixture failed;

	private final StringRedisTemplate redis;

	FailureExamplesTests(RedisServer server) {
		this.failed = new FailureFixture(server);
		this.redis = server.template();
	}

	@Test
	void whatFailedForAReasonIsRetried() {
		for (int number = 0; number < 60; number++) {
			this.redis.opsForList()
				.rightPush("resque:reports_failed",
						FailureFixture.entry(number)
							.replace("Boom", (number % 2 == 0) ? "MonthlyReport" : "Other")
							.replace("bad", (number % 3 == 0) ? "timeout" : "bad"));
		}
		new NightShift(this.failed.all()).retryTimeouts();
		assertThat(this.failed.queue("low")).hasSize(10).allMatch((job) -> job.contains("MonthlyReport"));
		assertThat(this.redis.opsForList().size("resque:reports_failed")).isEqualTo(50);
	}

	@Test
	void whatFailedInAnOutageIsRetried() {
		for (int number = 0; number < 60; number++) {
			this.failed.append(FailureFixture.entry(number)
				.replace("Boom", (number % 2 == 0) ? "MonthlyReport" : "Other")
				.replace("bad", (number % 3 == 0) ? "Timeout" : "bad"));
		}
		AfterTheOutage outage = new AfterTheOutage(this.failed.all());
		assertThat(outage.retryTimeouts(Instant.parse("2026-11-20T16:53:29Z"))).isZero();
		assertThat(outage.retryTimeouts(Instant.parse("2026-11-20T16:53:28Z"))).isEqualTo(10);
	}

	@Test
	void aTrackerOfItsOwn() {
		Tracker tracker = new Tracker();
		FailureRecorder recorder = TestFailures.recorder(new RecordedEvents(), Map.of("tracker", tracker));
		assertThat(recorder.record(new JobFailure("low", new byte[0], "E", "e", List.of(), "w", Instant.EPOCH)))
			.isNull();
		assertThat(tracker.seen).containsExactly("low");
	}

	@Component
	static class AfterTheOutage {

		private final Failures failures;

		AfterTheOutage(Failures failures) {
			this.failures = failures;
		}

		long retryTimeouts(Instant since) {
			FailureFilter timeouts = FailureFilter.ALL.withJob("MonthlyReport")
				.withError("timeout")
				.withNotBefore(since);
			return this.failures.apply(BulkAction.RETRY, timeouts, null, (progress) -> progress.done() < 100_000)
				.done();
		}

	}

	@Component
	static class NightShift {

		private final Failures failures;

		NightShift(Failures failures) {
			this.failures = failures;
		}

		void retryTimeouts() {
			for (FailedJob failed : this.failures.queue("reports_failed").newestOf("MonthlyReport", 100)) {
				if (failed.error().contains("timeout")) {
					this.failures.requeueAndRemove(failed);
				}
			}
		}

	}

	@Component
	static class Tracker implements FailureBackend {

		private final List<String> seen = new ArrayList<>();

		@Override
		public byte @Nullable [] save(JobFailure failure) {
			this.seen.add(failure.queue());
			return null;
		}

	}

}
