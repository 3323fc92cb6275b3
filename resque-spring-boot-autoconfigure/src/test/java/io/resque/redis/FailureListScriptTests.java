package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.DelayedStore.Moved;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.Finish;
import io.resque.redis.RecoveryStore.RecoveredJob;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The four scripts that end a job with an entry for the failed list of its queue: the
 * entry, the name of the list and the end of the job are one step, whatever is in the
 * way, and however often it is repeated.
 */
@ExtendWith(RedisServerExtension.class)
class FailureListScriptTests {

	private static final String PROCESS = "0123456789abcdef";

	private static final Duration SPAN = Duration.ofSeconds(15);

	private static final FailedEntry ENTRY = FailedEntry.ofQueue("low", bytes("entry"));

	private static final DelayedItem ITEM = new DelayedItem("1000", bytes("item"));

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	private final InFlightStore inFlight;

	FailureListScriptTests(RedisServer server) {
		this.redis = server.template();
		this.resque = server.redis("resque");
		this.inFlight = new InFlightStore(this.resque);
	}

	@Test
	void anAcknowledgement() {
		long token = fetch();
		assertThat(finish(token)).isEqualTo(Finish.ACKNOWLEDGED);
		assertThat(finish(token)).isEqualTo(Finish.NOT_OWNED);
		recordedOnce();
	}

	@Test
	void anAcknowledgementWithSomethingInTheWay() {
		long token = fetch();
		for (String key : List.of("low_failed", "failed_queues")) {
			inTheWay(key);
			assertThat(finish(token)).isEqualTo(Finish.NOT_RECORDED);
			assertThat(this.inFlight.tokens(PROCESS)).containsExactly(token);
			assertThat(this.redis.hasKey("resque:stat:failed")).isFalse();
			this.redis.delete("resque:" + key);
		}
		assertThat(finish(token)).isEqualTo(Finish.ACKNOWLEDGED);
		recordedOnce();
	}

	@Test
	void aRecovery() {
		long token = fetch();
		declareDead();
		for (String key : List.of("low_failed", "failed_queues")) {
			inTheWay(key);
			assertThat(recover(token, ENTRY)).isEqualTo(-1);
			assertThat(this.inFlight.tokens(PROCESS)).containsExactly(token);
			this.redis.delete("resque:" + key);
		}
		assertThat(recover(token, ENTRY)).isEqualTo(1);
		assertThat(recover(token, ENTRY)).isZero();
		recordedOnce();
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	@Test
	void aRecoveryOfAFailureThatIsRecordedElsewhere() {
		long token = fetch();
		declareDead();
		assertThat(recover(token, null)).isEqualTo(1);
		assertThat(this.inFlight.tokens(PROCESS)).isEmpty();
		assertThat(this.redis.keys("resque:*")).doesNotContain("resque:queue:low", "resque:failed", "resque:nowhere",
				"resque:failed_queues", "resque:spring:suspects");
	}

	@Test
	void aWorkerThatIsPruned() {
		WorkerStore workers = new WorkerStore(this.resque);
		this.redis.opsForSet().add("resque:workers", "a:1:low");
		for (String key : List.of("low_failed", "failed_queues")) {
			inTheWay(key);
			assertThat(workers.prune("a:1:low", null, null, ENTRY)).isFalse();
			assertThat(workers.isRegistered("a:1:low")).isTrue();
			this.redis.delete("resque:" + key);
		}
		assertThat(workers.prune("a:1:low", null, null, ENTRY)).isTrue();
		assertThat(workers.isRegistered("a:1:low")).isFalse();
		recordedOnce();
	}

	@Test
	void aDelayedItem() {
		DelayedStore delayed = new DelayedStore(this.resque);
		this.redis.opsForList().rightPush("resque:delayed:1000", "item");
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "1000", 1000);
		for (String key : List.of("low_failed", "failed_queues")) {
			inTheWay(key);
			assertThat(delayed.move(List.of(DelayedMove.toFailed(ITEM, ENTRY)), null)).containsExactly(Moved.REFUSED);
			assertThat(this.redis.opsForList().size("resque:delayed:1000")).isOne();
			this.redis.delete("resque:" + key);
		}
		assertThat(delayed.move(List.of(DelayedMove.toFailed(ITEM, ENTRY)), null)).containsExactly(Moved.DONE);
		assertThat(delayed.move(List.of(DelayedMove.toFailed(ITEM, ENTRY)), null)).containsExactly(Moved.GONE);
		recordedOnce();
	}

	private void recordedOnce() {
		assertThat(this.redis.opsForList().range("resque:low_failed", 0, -1)).containsExactly("entry");
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsExactly("low_failed");
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	private void inTheWay(String key) {
		this.redis.opsForValue().set("resque:" + key, "text");
	}

	private long fetch() {
		new LeaseStore(this.resque).open(PROCESS, SPAN, Map.of("host", "here"));
		this.redis.opsForList().rightPush("resque:queue:low", "{}");
		return this.inFlight.fetch(PROCESS, "f", List.of("low"), new FetchLimit(1, 1000, true)).jobs().get(0).token();
	}

	private Finish finish(long token) {
		return this.inFlight
			.finish(PROCESS, List.of(new FinishedJob(token, "w1", true, ENTRY, null, false, true, null)))
			.get(0);
	}

	private void declareDead() {
		this.redis.delete("resque:spring:leases");
		this.redis.opsForZSet().add("resque:spring:dead", PROCESS, 1);
	}

	private long recover(long token, FailedEntry entry) {
		return new RecoveryStore(this.resque)
			.recover(PROCESS, Duration.ofDays(1), List.of(new RecoveredJob(token, "digest", "trail", true, entry)))
			.get(0);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
