package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@ExtendWith(RedisServerExtension.class)
class WorkerStoreTests {

	private static final String STARTED = "2026-11-20 16:53:28 +0000";

	private final WorkerStore store;

	private final StringRedisTemplate redis;

	WorkerStoreTests(RedisServer server) {
		this.store = new WorkerStore(server.redis("resque"));
		this.redis = server.template();
	}

	@BeforeEach
	void lease() {
		this.redis.opsForZSet().add("resque:spring:leases", "p", 9e15);
	}

	@Test
	void aProcessWithoutALeaseRegistersNobody() {
		this.redis.delete("resque:spring:leases");
		assertThat(this.store.register("p", List.of("a:1:low"), STARTED)).isFalse();
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void registeredWorkersAreKnown() {
		assertThat(this.store.register("p", List.of("b:1:low", "a:1:low"), STARTED)).isTrue();
		assertThat(this.store.all()).containsExactly("a:1:low", "b:1:low");
		assertThat(this.store.ofProcess("p")).containsExactly("a:1:low", "b:1:low");
		assertThat(this.store.isRegistered("a:1:low")).isTrue();
		assertThat(this.store.isRegistered("c:1:low")).isFalse();
		assertThat(this.store.started(List.of("a:1:low", "c:1:low"))).containsExactly(entry("a:1:low", STARTED));
	}

	@Test
	void registeringAgainMendsWhatSomebodyPrunedAndKeepsTheStart() {
		this.store.register("p", List.of("a:1:low", "b:1:low"), STARTED);
		this.redis.opsForSet().remove("resque:workers", "b:1:low");
		this.redis.delete("resque:worker:b:1:low:started");
		assertThat(this.store.register("p", List.of("a:1:low", "b:1:low"), "later")).isTrue();
		assertThat(this.store.all()).containsExactly("a:1:low", "b:1:low");
		assertThat(this.store.started(List.of("a:1:low", "b:1:low"))).containsOnly(entry("a:1:low", STARTED),
				entry("b:1:low", "later"));
	}

	@Test
	void unregisteredWorkerLeavesNothing() {
		this.redis.delete("resque:spring:leases");
		fill("a:1:low");
		fill("b:1:low");
		assertThat(this.store.unregister(List.of("a:1:low", "b:1:low", "never:1:low"))).isEqualTo(2);
		assertThat(this.redis.keys("*")).isEmpty();
		assertThat(this.store.unregister(List.of())).isZero();
	}

	@Test
	void tenThousandSlotsAreRegisteredAndUnregistered() {
		List<String> ids = IntStream.range(0, 10_000).mapToObj((i) -> "vm:" + i + ":low").toList();
		assertThat(this.store.register("p", ids, STARTED)).isTrue();
		assertThat(this.store.all()).hasSize(10_000);
		assertThat(this.store.ofProcess("p")).hasSize(10_000);
		assertThat(this.store.started(ids)).hasSize(10_000);
		assertThat(this.store.unregister(ids)).isEqualTo(10_000);
		assertThat(this.redis.keys("*")).containsExactlyInAnyOrder("resque:spring:process:p:workers",
				"resque:spring:leases");
	}

	@Test
	void nothingIsAskedForNobody() {
		assertThat(this.store.working(List.of())).isEmpty();
		assertThat(this.store.started(List.of())).isEmpty();
		assertThat(this.store.stats("processed", List.of())).isEmpty();
	}

	@Test
	void idleWorkersDoNotWork() {
		this.redis.opsForValue().set("resque:worker:b:1:low", "{}");
		this.redis.opsForSet().add("resque:worker:c:1:low", "of another type");
		Map<String, byte[]> working = this.store.working(List.of("a:1:low", "b:1:low", "c:1:low"));
		assertThat(working).containsOnlyKeys("b:1:low");
		assertThat(working.get("b:1:low")).isEqualTo(bytes("{}"));
	}

	@Test
	void thousandsAreReadInBatches() {
		List<String> ids = IntStream.range(0, 1001).mapToObj((i) -> "vm:" + i + ":low").toList();
		ids.forEach((id) -> this.redis.opsForValue().set("resque:stat:failed:" + id, id));
		assertThat(this.store.stats("failed", ids)).hasSize(1001)
			.allSatisfy((id, value) -> assertThat(value).isEqualTo(id));
	}

	@Test
	void heartbeatsAreWrittenReadAndForgotten() {
		this.store.beat(Map.of("a:1:low", "1", "b:1:low", "2"));
		this.store.beat(Map.of("a:1:low", "3"));
		assertThat(this.store.heartbeats()).containsOnly(entry("a:1:low", "3"), entry("b:1:low", "2"));
		this.store.forgetHeartbeats(List.of("a:1:low", "c:1:low"));
		assertThat(this.store.heartbeats()).containsOnlyKeys("b:1:low");
	}

	@Test
	void oneAtATimePrunes() {
		assertThat(this.store.lockPruning("a:1:low", Duration.ofSeconds(60))).isTrue();
		assertThat(this.store.lockPruning("b:1:low", Duration.ofSeconds(60))).isFalse();
		assertThat(this.redis.opsForValue().get("resque:pruning_dead_workers_in_progress")).isEqualTo("a:1:low");
		assertThat(this.redis.getExpire("resque:pruning_dead_workers_in_progress")).isBetween(1L, 60L);
	}

	@Test
	void prunedWorkerLeavesItsFailure() {
		this.redis.delete("resque:spring:leases");
		fill("a:1:low");
		assertThat(this.store.prune("a:1:low", "1", bytes("{}"), FailedEntry.ofAll(bytes("entry")))).isTrue();
		assertThat(this.redis.keys("*")).containsExactly("resque:failed");
		assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).containsExactly("entry");
	}

	@Test
	void workerThatHasBeatenOrTakenAnotherJobIsNotPruned() {
		fill("a:1:low");
		assertThat(this.store.prune("a:1:low", "0", bytes("{}"), FailedEntry.ofAll(bytes("entry")))).isFalse();
		assertThat(this.store.prune("a:1:low", null, bytes("{}"), FailedEntry.ofAll(bytes("entry")))).isFalse();
		assertThat(this.store.prune("a:1:low", "1", bytes("{other}"), FailedEntry.ofAll(bytes("entry")))).isFalse();
		assertThat(this.store.prune("a:1:low", "1", null, null)).isFalse();
		assertThat(this.store.isRegistered("a:1:low")).isTrue();
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	void workerWithoutHeartbeatAndJobIsPrunedWithoutAFailure() {
		this.store.register("p", List.of("a:1:low"), STARTED);
		assertThat(this.store.prune("a:1:low", null, null, null)).isTrue();
		assertThat(this.store.all()).isEmpty();
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	private void fill(String id) {
		this.redis.opsForSet().add("resque:workers", id);
		this.redis.opsForValue().set("resque:worker:" + id, "{}");
		this.redis.opsForValue().set("resque:worker:" + id + ":started", STARTED);
		this.redis.opsForHash().put("resque:workers:heartbeat", id, "1");
		this.redis.opsForValue().set("resque:stat:processed:" + id, "2");
		this.redis.opsForValue().set("resque:stat:failed:" + id, "1");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
