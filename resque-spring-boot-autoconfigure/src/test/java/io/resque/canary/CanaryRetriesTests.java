package io.resque.canary;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.SkipJobException;
import io.resque.canary.CanaryRetry.Counts;
import io.resque.event.FailureEvent;
import io.resque.failure.FailureFilter;
import io.resque.failure.Failures;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.CanaryStore;
import io.resque.redis.FailureStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class CanaryRetriesTests {

	private static final CanaryPlan PLAN = CanaryPlan.of(FailureFilter.ALL.withJob("Pay"))
		.withFirst(4)
		.withPercent(75)
		.withPerSecond(20);

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	private final TestWorkers workers;

	private final CanaryRetries canaries;

	/** How often each was performed. */
	private final Map<Long, Integer> runs = new ConcurrentHashMap<>();

	/** Those that throw. */
	private final Set<Long> bad = ConcurrentHashMap.newKeySet();

	private @Nullable WorkerContainer container;

	CanaryRetriesTests(RedisServer server) {
		this.redis = server.template();
		this.resque = server.redis("resque");
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		ServerStore servers = new ServerStore(this.resque);
		this.workers = new TestWorkers(this.resque).pool(3, 0, "low")
			.hooks(new CanaryHooks(new CanaryStore(this.resque), codec.json()));
		this.canaries = new CanaryRetries(new CanaryStore(this.resque),
				new Failures(new FailureStore(this.resque), servers, codec), servers, codec,
				this.workers.events().events());
	}

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void aFewGoFirstAndTheOthersFollowAtTheirRateWhenTheyPass() {
		fail(1, 50);
		work();
		String id = this.canaries.start(PLAN);
		assertThat(turn(id)).extracting(CanaryRetry::phase, CanaryRetry::counts)
			.containsExactly(CanaryPhase.FIRST, new Counts(4, 0, 0, 0));
		awaitOutcomes(id, 4);
		assertThat(this.runs.keySet()).as("the newest").containsExactlyInAnyOrder(47L, 48L, 49L, 50L);
		assertThat(turn(id)).extracting(CanaryRetry::phase, CanaryRetry::reason)
			.containsExactly(CanaryPhase.GOING_ON, "4 of the first 4 passed");
		assertThat(turn(id).counts().sent()).isEqualTo(24);
		awaitOutcomes(id, 24);
		assertThat(turn(id).counts().sent()).isEqualTo(44);
		assertThat(turn(id).counts().sent()).isEqualTo(50);
		awaitOutcomes(id, 50);
		assertThat(turn(id)).extracting(CanaryRetry::phase, CanaryRetry::reason)
			.containsExactly(CanaryPhase.DONE, "50 of 50 passed");
		assertThat(this.runs.values()).hasSize(50).containsOnly(1);
		assertThat(this.workers.events().of(FailureEvent.Canary.class)).extracting(FailureEvent.Canary::phase)
			.containsExactly("FIRST", "GOING_ON", "DONE");
		assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).hasSize(50)
			.allSatisfy((entry) -> assertThat(entry).contains("retried_at").doesNotContain("canary"));
	}

	@Test
	void itStopsWhenTooManyOfTheFirstFailAndGoesOnWithOthersWhenResumed() {
		fail(1, 30);
		this.bad.addAll(List.of(29L, 30L));
		work();
		String id = this.canaries.start(PLAN.withRemove(true));
		turn(id);
		awaitOutcomes(id, 4);
		assertThat(turn(id)).extracting(CanaryRetry::phase, CanaryRetry::reason, CanaryRetry::counts)
			.containsExactly(CanaryPhase.STOPPED, "2 of 4 did not pass", new Counts(4, 2, 2, 0));
		assertThat(turn(id).counts().sent()).as("sends no more").isEqualTo(4);
		assertThat(this.redis.opsForList().size("resque:failed")).as("26 and the two that failed again").isEqualTo(28);
		this.bad.clear();
		assertThat(this.canaries.resume(id)).isTrue();
		assertThat(turn(id).counts().sent()).isEqualTo(8);
		awaitOutcomes(id, 8);
		assertThat(this.runs.keySet()).contains(23L, 24L, 25L, 26L).doesNotContain(22L);
		assertThat(turn(id).phase()).isEqualTo(CanaryPhase.GOING_ON);
		turn(id);
		turn(id);
		awaitOutcomes(id, 30);
		assertThat(turn(id).phase()).isEqualTo(CanaryPhase.DONE);
		assertThat(this.runs).hasSize(30).allSatisfy((job, count) -> assertThat(count).isOne());
		assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).as("what failed again")
			.hasSize(2)
			.allSatisfy((entry) -> assertThat(entry).contains("once:canary"));
	}

	@Test
	void itStopsWhenTooManyFailLater() {
		fail(1, 60);
		IntStream.rangeClosed(1, 50).forEach((i) -> this.bad.add((long) i));
		work();
		String id = this.canaries.start(PLAN);
		turn(id);
		awaitOutcomes(id, 4);
		turn(id);
		turn(id);
		awaitOutcomes(id, 24);
		assertThat(turn(id)).extracting(CanaryRetry::phase, (canary) -> canary.counts().sent())
			.containsExactly(CanaryPhase.STOPPED, 24L);
	}

	@Test
	void itCanBeCancelledAndResumedByAnotherProcess() {
		fail(1, 30);
		work();
		String id = this.canaries.start(PLAN);
		assertThat(this.canaries.cancel(id)).isTrue();
		assertThat(this.canaries.cancel(id)).isFalse();
		assertThat(turn(id)).extracting(CanaryRetry::phase, (canary) -> canary.counts().sent())
			.containsExactly(CanaryPhase.CANCELLED, 0L);
		assertThat(this.canaries.resume(id)).isTrue();
		assertThat(this.canaries.resume(id)).isFalse();
		assertThat(turn(id).counts().sent()).isEqualTo(4);
		assertThat(this.canaries.all()).extracting(CanaryRetry::id).containsExactly(id);
		assertThat(this.canaries.all().get(0).plan()).isEqualTo(PLAN);
	}

	/** Ruby's workers tell nobody. */
	@Test
	void itStopsWhenNothingIsHeard() {
		fail(1, 30);
		String id = this.canaries.start(PLAN.withPatience(Duration.ofSeconds(1)));
		turn(id);
		assertThat(turn(id).phase()).isEqualTo(CanaryPhase.FIRST);
		await().untilAsserted(() -> assertThat(turn(id).phase()).isEqualTo(CanaryPhase.STOPPED));
		assertThat(this.canaries.find(id)).extracting(CanaryRetry::reason, (canary) -> canary.counts().sent())
			.containsExactly("nothing was heard of 4 jobs for PT1S", 4L);
	}

	@Test
	void oneProcessAtATimeTakesATurn() {
		fail(1, 30);
		String id = this.canaries.start(PLAN);
		assertThat(this.canaries.runOnce()).isTrue();
		this.redis.opsForHash().put("resque:spring:canary:" + id, "next", Long.toString(Long.MAX_VALUE / 2));
		assertThat(this.canaries.runOnce()).as("a second has not passed").isFalse();
		assertThat(this.redis.opsForList().size("resque:queue:low")).isEqualTo(4);
	}

	/** A pause of a minute, say. */
	@Test
	void whoHasLostItsTurnSendsNothing() {
		fail(1, 30);
		String id = this.canaries.start(PLAN);
		CanaryStore store = new CanaryStore(this.resque);
		CanaryState slow = new CanaryState(id, store.takeTurn(id), text());
		assertThat(store.takeTurn(id)).as("it has the turn").isEmpty();
		turn(id);
		assertThat(new CanaryTurn(slow, store, failures()).run()).isFalse();
		assertThat(this.redis.opsForList().size("resque:queue:low")).isEqualTo(4);
		assertThat(this.canaries.find(id).counts().sent()).isEqualTo(4);
	}

	@Test
	void whoIsCancelledDuringItsTurnSendsNothing() {
		fail(1, 30);
		String id = this.canaries.start(PLAN);
		CanaryStore store = new CanaryStore(this.resque);
		CanaryState state = new CanaryState(id, store.takeTurn(id), text());
		assertThat(this.canaries.cancel(id)).isTrue();
		assertThat(this.canaries.resume(id)).isTrue();
		assertThat(new CanaryTurn(state, store, failures()).run()).isFalse();
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	/** Counted before they are sent: rather too few than too many. */
	@Test
	void aCrashBetweenCountingAndSendingSendsNotMoreThanTheFirst() {
		fail(1, 30);
		String id = this.canaries.start(PLAN.withPatience(Duration.ofSeconds(1)));
		this.redis.opsForHash().put("resque:spring:canary:" + id, "sent:1", "4");
		this.redis.opsForHash().put("resque:spring:canary:" + id, "heard_at", "1000");
		assertThat(turn(id).phase()).isEqualTo(CanaryPhase.STOPPED);
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	@Test
	void whoSnoozesHasNotPassedAndWhoIsSkippedHas() {
		fail(1, 4);
		this.workers.hooks(new JobHooks() {
			@Override
			public void beforePerform(JobContext context) {
				if (number(context) == 1) {
					throw new SkipJobException("not now");
				}
			}
		});
		this.workers.job("Pay", "low", (context) -> {
			if (number(context) == 2 && this.runs.merge(2L, 1, Integer::sum) < 4) {
				context.snooze(Duration.ZERO);
			}
		});
		start();
		String id = this.canaries.start(PLAN);
		turn(id);
		awaitOutcomes(id, 4);
		await().untilAsserted(() -> assertThat(this.runs).containsEntry(2L, 4));
		this.container.stop();
		assertThat(turn(id).counts()).as("once, however often it runs").isEqualTo(new Counts(4, 3, 1, 0));
	}

	@Test
	void itIsNotDoneWhenTheLastOnesFail() {
		fail(1, 3);
		this.bad.addAll(List.of(1L, 2L, 3L));
		work();
		String id = this.canaries.start(PLAN.withFirst(10));
		assertThat(turn(id).phase()).as("all were sent, nothing was heard").isEqualTo(CanaryPhase.FIRST);
		awaitOutcomes(id, 3);
		assertThat(turn(id)).extracting(CanaryRetry::phase, CanaryRetry::reason)
			.containsExactly(CanaryPhase.STOPPED, "3 of 3 did not pass");
	}

	/** Failures may be quicker than successes. */
	@Test
	void oneThatFailsAtOnceDoesNotStopOthersThatStillRun() {
		String id = this.canaries.start(PLAN.withFirst(10).withPercent(95));
		this.redis.opsForHash()
			.putAll("resque:spring:canary:" + id,
					Map.of("phase", "GOING_ON", "sent:1", "70", "passed:1", "10", "failed:1", "1"));
		assertThat(turn(id).phase()).isEqualTo(CanaryPhase.GOING_ON);
		this.redis.opsForHash().put("resque:spring:canary:" + id, "failed:1", "4");
		assertThat(turn(id).phase()).isEqualTo(CanaryPhase.STOPPED);
	}

	@Test
	void oneThatCannotBeReadKeepsNoOtherFromGoingOn() {
		fail(1, 30);
		String broken = this.canaries.start(PLAN);
		String id = this.canaries.start(PLAN);
		this.redis.opsForHash().put("resque:spring:canary:" + broken, "plan", "{\"first\":\"ten\"}");
		assertThat(turn(id).counts().sent()).isEqualTo(4);
		assertThat(this.canaries.all()).extracting(CanaryRetry::id).containsExactly(id);
		assertThat(this.workers.events().of(FailureEvent.Canary.class)).extracting(FailureEvent.Canary::reason)
			.anyMatch((reason) -> reason.contains("cannot be read"));
	}

	@Test
	void aRunThatHasSaidAllItMayIsStillPerformed() {
		fail(1, 1);
		this.workers.job("Pay", "low", (context) -> {
			for (int i = 0; i < 100; i++) {
				context.notes().withAcknowledgement("INCR", "shop");
			}
		});
		start();
		String id = this.canaries.start(PLAN);
		turn(id);
		await().untilAsserted(() -> assertThat(this.redis.opsForValue().get("shop")).isEqualTo("100"));
		assertThat(this.redis.opsForList().size("resque:failed")).isOne();
		assertThat(turn(id).counts()).isEqualTo(new Counts(1, 0, 0, 0));
	}

	@Test
	void aReportOnWhatIsGoneDoesNotStayForEver() {
		fail(1, 4);
		String id = this.canaries.start(PLAN);
		turn(id);
		this.redis.delete("resque:spring:canary:" + id);
		this.canaries.runOnce();
		work();
		await().until(() -> this.redis.hasKey("resque:spring:canary:" + id));
		assertThat(this.redis.getExpire("resque:spring:canary:" + id)).isPositive();
	}

	@Test
	void aRetryByHandLeavesTheMarkOfACanaryOut() {
		fail(1, 1);
		this.bad.add(1L);
		work();
		String id = this.canaries.start(PLAN);
		turn(id);
		awaitOutcomes(id, 1);
		await().until(() -> this.redis.opsForList().size("resque:failed") == 2);
		this.container.stop();
		Failures failures = failures();
		failures.requeue(failures.newest(0, 1).get(0));
		assertThat(this.redis.opsForList().range("resque:queue:low", 0, -1))
			.containsExactly("{\"class\":\"Pay\",\"args\":[1]}");
	}

	@Test
	void senselessPlansAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withFirst(0)).withMessageContaining("'first'");
		assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withPercent(101)).withMessageContaining("100");
		assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withPerSecond(0));
		assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withPatience(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withPatience(Duration.ofDays(8)))
			.withMessageContaining("7 days");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.canaries.start(CanaryPlan.of(FailureFilter.ALL.withRetried(true))))
			.withMessageContaining("'retried'");
		assertThat(this.canaries.find("none")).isNull();
		assertThat(this.canaries.cancel("none")).isFalse();
	}

	private static CanaryText text() {
		return new CanaryText(new ResqueJson(JsonProfile.CLASSIC));
	}

	private Failures failures() {
		return new Failures(new FailureStore(this.resque), new ServerStore(this.resque),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)));
	}

	private void fail(int from, int to) {
		this.redis.opsForList()
			.rightPushAll("resque:failed", IntStream.rangeClosed(from, to)
				.mapToObj((i) -> "{\"failed_at\":\"2026/11/20 16:53:28 UTC\",\"payload\":{\"class\":\"Pay\",\"args\":["
						+ i
						+ "]},\"exception\":\"E\",\"error\":\"e\",\"backtrace\":[],\"worker\":\"w\",\"queue\":\"low\"}")
				.toList());
	}

	private void work() {
		this.workers.job("Pay", "low", (context) -> {
			this.runs.merge(number(context), 1, Integer::sum);
			if (this.bad.contains(number(context))) {
				throw new IllegalStateException("again");
			}
		});
		start();
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private static long number(JobContext context) {
		return ((Number) context.job().args().get(0)).longValue();
	}

	private CanaryRetry turn(String id) {
		this.redis.opsForHash().put("resque:spring:canary:" + id, "next", "0");
		this.canaries.runOnce();
		CanaryRetry canary = this.canaries.find(id);
		assertThat(canary).isNotNull();
		return canary;
	}

	private void awaitOutcomes(String id, long count) {
		await().untilAsserted(() -> {
			Counts counts = this.canaries.find(id).counts();
			assertThat(counts.passed() + counts.failed()).isEqualTo(count);
		});
	}

}
