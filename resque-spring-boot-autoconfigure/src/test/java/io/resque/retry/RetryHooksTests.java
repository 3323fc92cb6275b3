package io.resque.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.JobMethod;
import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class RetryHooksTests {

	private static final JobRetrySettings.Failures ALL = new JobRetrySettings.Failures(null, null, null);

	/** Of the args of the recorded scenario, [7,"x"]. */
	private static final String IDENTITY = "Flaky:1b07a4bf1b8d1595ec4f30c716e4409bbfe140a3";

	private static final String PAYLOAD = "{\"class\":\"Flaky\",\"args\":[7,\"x\"]}";

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	private final List<String> runs = new CopyOnWriteArrayList<>();

	private final List<String> gaveUp = new CopyOnWriteArrayList<>();

	private @Nullable WorkerContainer container;

	private Throwable failure = new IllegalStateException("flaky");

	RetryHooksTests(RedisServer server) {
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		this.workers = new TestWorkers(resque).pool(1, 0, "low", "other");
	}

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void aJobIsTriedAgainUntilTheLimitAndItsFailureRecordedOnce() {
		run(settings(2), 3);
		assertThat(this.runs).containsExactly("1 []", "2 [flaky]", "3 [flaky, flaky]");
		assertThat(failed()).singleElement().asString().contains("\"error\":\"flaky\"");
		assertThat(this.redis.keys("*retry*")).isEmpty();
		assertThat(this.redis.opsForValue().get("resque:stat:failed")).as("each attempt").isEqualTo("3");
		assertThat(this.workers.events().of(JobEvent.RunsAgain.class)).hasSize(2);
		assertThat(this.workers.events().of(JobEvent.Failed.class)).hasSize(1);
	}

	@Test
	void aCounterThatRubyLeftIsHonoured() {
		this.redis.opsForValue().set("resque:resque-retry:" + IDENTITY, "1");
		run(settings(2), 1);
		assertThat(this.runs).containsExactly("3 []");
		assertThat(failed()).hasSize(1);
		assertThat(this.redis.hasKey("resque:resque-retry:" + IDENTITY)).isFalse();
	}

	@Test
	void aCounterThatIsNoneIsNoneAndForeignTypesHurtNobody() {
		this.redis.opsForValue().set("resque:resque-retry:" + IDENTITY, "many");
		this.redis.opsForList().rightPush("resque:spring:retry:" + IDENTITY, "x");
		run(settings(1), 2);
		assertThat(this.runs).containsExactly("1 []", "2 [flaky]");
	}

	@Test
	void aSuccessForgetsTheFailures() {
		this.workers.job("Flaky", "low", (context) -> {
			note(context);
			if (context.attempt() < 3) {
				throw this.failure;
			}
		});
		start(settings(5));
		awaitRuns(3);
		this.container.stop();
		assertThat(failed()).isEmpty();
		assertThat(this.redis.keys("*retry*")).isEmpty();
	}

	@Test
	void whileItWaitsItIsADelayedJobWithRubysKeys() {
		run(settings(3, Duration.ofSeconds(60), Duration.ofSeconds(600)), 1);
		String second = this.redis.opsForZSet().range("resque:delayed_queue_schedule", 0, -1).iterator().next();
		assertThat(Instant.ofEpochSecond(Long.parseLong(second))).isCloseTo(Instant.now().plusSeconds(60),
				within(Duration.ofSeconds(5)));
		assertThat(this.redis.opsForList().range("resque:delayed:" + second, 0, -1))
			.containsExactly("{\"class\":\"Flaky\",\"args\":[7,\"x\"],\"queue\":\"low\"}");
		assertThat(this.redis.opsForValue().get("resque:failure-resque-retry:" + IDENTITY)).matches(
				"\\{\"failed_at\":\"\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\",\"payload\":.*\"error\":\"flaky\".*");
		assertThat(this.redis.getExpire("resque:failure-resque-retry:" + IDENTITY)).isBetween(110L, 120L);
		assertThat(this.redis.getExpire("resque:resque-retry:" + IDENTITY, TimeUnit.DAYS)).isBetween(29L, 30L);
		assertThat(failed()).isEmpty();
	}

	@Test
	void anExceptionMayKnowWhenToTryAgain() {
		class Busy extends RuntimeException implements RetryAfter {

			@Override
			public Duration retryAfter() {
				return Duration.ofSeconds(300);
			}

		}
		this.failure = new IllegalStateException("wrapped", new Busy());
		run(settings(1, Duration.ofSeconds(60)), 1);
		assertThat(delay()).isBetween(295L, 300L);
	}

	@Test
	void failuresAreRetriedGivenUpOrNotCountedByTheirType() {
		JobRetrySettings.Failures failures = new JobRetrySettings.Failures(List.of(RuntimeException.class),
				List.of(IllegalArgumentException.class), List.of(IllegalStateException.class));
		JobRetrySettings settings = new JobRetrySettings(1, List.of(Duration.ofHours(1)), null, null, null,
				Duration.ofHours(1), null, failures);
		List<Throwable> next = new ArrayList<>(List.of(new IllegalStateException("a"), new IllegalStateException("b"),
				new UnsupportedOperationException("c"), new UnsupportedOperationException("d")));
		this.workers.job("Flaky", "low", new AtOnce((context) -> {
			note(context);
			throw next.remove(0);
		}));
		start(settings);
		awaitFailed(1);
		assertThat(this.runs).as("two that do not count, then one retry")
			.containsExactly("1 []", "1 [a]", "1 [a, b]", "2 [a, b, c]");
		for (Throwable fatal : List.of(new IllegalArgumentException("never"), new Exception("not listed"))) {
			next.add(fatal);
			push();
			awaitFailed((fatal.getMessage().equals("never")) ? 2 : 3);
		}
		assertThat(this.runs).hasSize(6);
	}

	@Test
	void afterItsTimeItIsGivenUpWithinTheLimit() {
		JobRetrySettings settings = new JobRetrySettings(-1, List.of(), null, null, null, Duration.ofSeconds(2), null,
				ALL);
		job();
		start(settings);
		awaitFailed(1);
		assertThat(this.runs).hasSizeGreaterThan(1);
	}

	@Test
	void aPolicyDecidesDelayArgsAndHearsOfTheEnd() {
		this.workers.job("Flaky", "low", new Policy());
		start(settings(2, Duration.ofHours(1)));
		awaitFailed(1);
		assertThat(this.runs).containsExactly("1 []", "2 [flaky]", "3 [flaky, flaky]");
		assertThat(this.gaveUp).containsExactly("(Job{low} | Flaky | [2,null]) flaky");
		this.container.stop();
		assertThat(this.redis.keys("*retry*")).isEmpty();
	}

	@Test
	void retriesMayGoToAnotherQueueAndKeepUnknownMembers() {
		String payload = "{\"class\":\"Flaky\", \"args\":[7,\"x\"],\"id\":\"abc\"}";
		JobRetrySettings settings = new JobRetrySettings(1, List.of(), null, null, null, null, "other", ALL);
		List<String> queues = new CopyOnWriteArrayList<>();
		this.workers.job("Flaky", "low", (context) -> {
			queues.add(context.job().queue());
			throw this.failure;
		});
		this.redis.opsForList().rightPush("resque:queue:low", payload);
		start(settings);
		awaitFailed(1);
		assertThat(queues).containsExactly("low", "other");
		assertThat(failed()).singleElement().asString().contains(payload).contains("\"queue\":\"other\"");
	}

	@Test
	void otherArgsKeepTheTrace() {
		this.workers.job("Flaky", "low", new Policy())
			.retries(new RetrySettings(false, Duration.ofDays(30), 10, Map.of("Flaky", settings(1))));
		this.container = this.workers.container();
		this.container.start();
		String trace = ",\"trace\":{\"b3\":\"1\"}}";
		this.redis.opsForList().rightPush("resque:queue:low", "{\"class\":\"Flaky\",\"args\":[]" + trace);
		awaitFailed(1);
		assertThat(failed()).singleElement().asString().contains("\"args\":[1,null]" + trace);
	}

	@Test
	void aSnoozeIsNoAttempt() {
		this.workers.job("Flaky", "low", (context) -> {
			note(context);
			if (this.runs.size() < 3) {
				context.snooze(Duration.ZERO);
				return;
			}
			throw this.failure;
		});
		start(settings(1));
		awaitFailed(1);
		assertThat(this.runs).containsExactly("1 []", "1 []", "1 []", "2 [flaky]");
	}

	@Test
	void aJobThatFailsAfterItsSnoozeHasFailed() {
		this.workers.job("Flaky", "low", (context) -> {
			context.snooze(Duration.ofHours(1));
			context.notes().withAcknowledgement("INCR", "wrongly");
			throw this.failure;
		});
		start(settings(0));
		awaitFailed(1);
		assertThat(this.redis.hasKey("resque:delayed_queue_schedule")).isFalse();
		assertThat(this.redis.hasKey("wrongly")).isFalse();
	}

	@Test
	void commandsOfARunAreCarriedOutWithItsAcknowledgementAndARefusedOneIsTold() {
		this.redis.opsForList().rightPush("list", "x");
		this.workers.job("Flaky", "low", (context) -> {
			context.notes().withAcknowledgement("INCR", "list");
			context.notes().withAcknowledgement("INCRBY", "sum", "2");
		});
		start(settings(0));
		push();
		await().untilAsserted(() -> assertThat(this.redis.opsForValue().get("sum")).isEqualTo("4"));
		this.container.stop();
		assertThat(this.workers.events().of(WorkerEvent.Doubtful.class)).hasSize(2)
			.allSatisfy((event) -> assertThat(event.toString()).contains("[INCR list, INCRBY sum]"));
	}

	@Test
	void aPlaceThatIsNoListKeepsTheJobInFlightUntilItIsOne() {
		this.redis.opsForValue().set("resque:queue:other", "no list");
		job();
		start(new JobRetrySettings(1, List.of(), null, null, null, null, "other", ALL));
		await()
			.untilAsserted(() -> assertThat(this.workers.events().of(WorkerEvent.QueueUnreadable.class)).isNotEmpty());
		assertThat(this.redis.keys("resque:spring:inflight:*")).hasSize(1);
		this.redis.delete("resque:queue:other");
		awaitFailed(1);
		assertThat(this.runs).hasSize(2);
	}

	@Test
	void recordedFailuresAreInTheListEachTime() {
		job();
		this.workers.retries(new RetrySettings(true, Duration.ZERO, 10, Map.of("Flaky", settings(2))));
		startAndPush();
		awaitFailed(3);
		assertThat(this.runs).hasSize(3);
	}

	@Test
	void whatIsGivenUpGoesToTheFailedListOfItsQueueWhereThatIsChosen() {
		this.workers.failures("redis-multi-queue");
		run(settings(1), 2);
		assertThat(this.redis.opsForList().size("resque:low_failed")).isOne();
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsExactly("low_failed");
		assertThat(failed()).isEmpty();
	}

	private void run(JobRetrySettings settings, int runs) {
		job();
		start(settings);
		awaitRuns(runs);
		this.container.stop();
	}

	private void job() {
		this.workers.job("Flaky", "low", (context) -> {
			note(context);
			throw this.failure;
		});
	}

	private void start(JobRetrySettings settings) {
		this.workers.retries(new RetrySettings(false, Duration.ofDays(30), 10, Map.of("Flaky", settings)));
		startAndPush();
	}

	private void startAndPush() {
		if (!Boolean.TRUE.equals(this.redis.hasKey("resque:queue:low"))) {
			push();
		}
		this.container = this.workers.container();
		this.container.start();
	}

	private void push() {
		this.redis.opsForList().rightPush("resque:queue:low", PAYLOAD);
	}

	private void note(JobContext context) {
		this.runs.add(context.attempt() + " "
				+ context.earlierFailures().stream().map((earlier) -> String.valueOf(earlier.error())).toList());
	}

	private void awaitRuns(int count) {
		await().until(() -> Integer.toString(count).equals(this.redis.opsForValue().get("resque:stat:processed")));
	}

	private void awaitFailed(int count) {
		await().until(() -> failed().size() == count);
	}

	private List<String> failed() {
		List<String> failed = this.redis.opsForList().range("resque:failed", 0, -1);
		return (failed != null) ? failed : Collections.emptyList();
	}

	private long delay() {
		String second = this.redis.opsForZSet().range("resque:delayed_queue_schedule", 0, -1).iterator().next();
		return Long.parseLong(second) - Instant.now().getEpochSecond();
	}

	private static JobRetrySettings settings(int limit, Duration... delays) {
		return TestWorkers.retrySettings(limit, delays);
	}

	private record AtOnce(JobMethod job) implements JobMethod, RetryPolicy {

		@Override
		public void invoke(JobContext context) throws Throwable {
			this.job.invoke(context);
		}

		@Override
		public Object bean() {
			return this;
		}

		@Override
		public Duration retryDelay(JobContext context, Throwable failure) {
			return Duration.ZERO;
		}

	}

	private final class Policy implements JobMethod, RetryPolicy {

		@Override
		public void invoke(JobContext context) {
			note(context);
			throw new IllegalStateException("flaky");
		}

		@Override
		public Object bean() {
			return this;
		}

		@Override
		public @Nullable Duration retryDelay(JobContext context, Throwable failure) {
			return Duration.ZERO;
		}

		@Override
		public List<Object> retryArgs(JobContext context, Throwable failure) {
			return Arrays.asList(context.attempt(), null);
		}

		@Override
		public void gaveUp(JobContext context, Throwable failure) {
			RetryHooksTests.this.gaveUp.add(context.job() + " " + failure.getMessage());
		}

	}

}
