package io.resque.worker.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.failure.FailureEntries;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.InFlightStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How a process lives in Redis: one tick at a time.
 */
@ExtendWith(RedisServerExtension.class)
class LeaseKeeperTests {

	private final StringRedisTemplate redis;

	private final LeaseStores stores;

	private final RecordedEvents events = new RecordedEvents();

	private final List<Lease> lost = new ArrayList<>();

	private final List<String> atPruning = new ArrayList<>();

	private final LeaseKeeper keeper;

	LeaseKeeperTests(RedisServer server) {
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		this.stores = new LeaseStores(new LeaseStore(resque), new WorkerStore(resque), new InFlightStore(resque),
				new RecoveryStore(resque), new ServerStore(resque));
		ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);
		RecoverySettings settings = new RecoverySettings(Duration.ofSeconds(15), Duration.ofMillis(100),
				Duration.ofMinutes(5), 3, Duration.ofDays(1));
		Identity identity = new Identity("box", 42);
		ResqueEvents watched = new ResqueEvents((event) -> {
			this.atPruning.add(this.redis.opsForHash().keys("resque:workers:heartbeat").toString());
			this.atPruning.add(workers().toString());
		});
		DeadWorkerPruner pruner = new DeadWorkerPruner(this.stores, identity, settings,
				new FailureEntries(new JobCodec(json)), json, watched);
		this.keeper = new LeaseKeeper(this.stores, new Registration(identity,
				List.of(new Seat(1, "a,b"), new Seat(2, "c")), settings, this.stores.server()::time), pruner,
				this.lost::add, this.events.events());
	}

	@Test
	void aStartLeavesLeaseHeartbeatsAndRegistrationInRubysFormats() {
		this.keeper.runOnce();
		Lease lease = this.keeper.current();
		assertThat(lease.held()).isTrue();
		String host = "box." + lease.id().substring(0, 6);
		assertThat(workers()).containsExactlyInAnyOrder(host + ":42-1:a,b", host + ":42-2:c");
		assertThat(this.redis.opsForHash().keys("resque:workers:heartbeat"))
			.containsExactlyInAnyOrder(host + ":42-1:a,b", host + ":42-2:c");
		assertThat(heartbeat(host + ":42-2:c")).isBetween(this.stores.server().time().minusSeconds(5),
				this.stores.server().time());
		assertThat(this.redis.opsForValue().get("resque:worker:" + host + ":42-2:c:started")).endsWith(" +0000");
		assertThat(this.redis.opsForHash().entries("resque:spring:process:" + lease.id()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("host", "box", "pid", "42", "slots", "2"));
		assertThat(this.stores.leases().holders()).containsExactly(lease.id());
		assertThat(this.events.of(WorkerEvent.Started.class)).hasSize(1);
	}

	@Test
	void workersStartInTheOrderOfRuby() {
		this.redis.opsForHash().put("resque:workers:heartbeat", "vm:1:a", "2001-11-20T15:00:24+00:00");
		this.keeper.runOnce();
		assertThat(workers()).hasSize(2);
		assertThat(this.atPruning).hasSize(2)
			.satisfiesExactly((beats) -> assertThat(beats).contains("42-1:a,b", "42-2:c"),
					(registered) -> assertThat(registered).isEqualTo("[]"));
	}

	@Test
	void deadWorkersOfOurKindArePrunedAtTheStart() {
		this.redis.opsForSet().add("resque:workers", "box.abcdef:7-1:a,b");
		this.keeper.runOnce();
		assertThat(workers()).hasSize(2).doesNotContain("box.abcdef:7-1:a,b");
	}

	@Test
	void renewingKeepsTheSameLife() {
		this.keeper.runOnce();
		Lease lease = this.keeper.current();
		Double deadline = this.redis.opsForZSet().score("resque:spring:leases", lease.id());
		await().untilAsserted(() -> {
			this.keeper.runOnce();
			assertThat(this.redis.opsForZSet().score("resque:spring:leases", lease.id())).isGreaterThan(deadline);
		});
		assertThat(this.keeper.current()).isSameAs(lease);
		assertThat(this.lost).isEmpty();
	}

	@Test
	void workersThatSomebodyPrunedAreRegisteredAgainWithTheNextHeartbeat() {
		this.keeper.runOnce();
		Set<String> ids = workers();
		this.stores.workers().unregister(ids);
		await().untilAsserted(() -> {
			this.keeper.runOnce();
			assertThat(workers()).isEqualTo(ids);
		});
		assertThat(this.redis.opsForHash().size("resque:workers:heartbeat")).isEqualTo(2);
		assertThat(this.redis.keys("resque:worker:*:started")).hasSize(2);
		assertThat(this.lost).isEmpty();
	}

	@Test
	void aLostLeaseIsToldOnceAndFollowedByANewLifeWithNewWorkerIds() {
		this.keeper.runOnce();
		Lease first = this.keeper.current();
		Set<String> old = workers();
		this.redis.opsForZSet().remove("resque:spring:leases", first.id());
		assertThat(this.keeper.runOnce().pause()).isZero();
		assertThat(this.keeper.current()).isNull();
		assertThat(first.lost()).isTrue();
		assertThat(first.held()).isFalse();
		this.keeper.lose(first);
		assertThat(this.lost).containsExactly(first);
		this.keeper.runOnce();
		Lease second = this.keeper.current();
		assertThat(second.id()).isNotEqualTo(first.id());
		assertThat(this.keeper.workerIds(second)).doesNotContainAnyElementsOf(old);
		assertThat(workers()).containsAll(this.keeper.workerIds(second));
		assertThat(this.events.of(WorkerEvent.Started.class)).hasSize(2);
	}

	@Test
	void closingLeavesNothing() {
		this.keeper.runOnce();
		Lease lease = this.keeper.current();
		assertThat(this.keeper.close()).isTrue();
		assertThat(this.keeper.close()).isTrue();
		assertThat(lease.lost()).isTrue();
		assertThat(this.lost).isEmpty();
		assertThat(this.redis.keys("resque:*")).containsExactly("resque:pruning_dead_workers_in_progress");
	}

	@Test
	void closingWithJobsInFlightLeavesTheLeaseToBeRecovered() {
		this.keeper.runOnce();
		Lease lease = this.keeper.current();
		this.redis.opsForHash().put("resque:spring:inflight:" + lease.id(), "1", "f:1:a{}");
		assertThat(this.keeper.close()).isFalse();
		assertThat(workers()).isEmpty();
		assertThat(this.stores.leases().holders()).containsExactly(lease.id());
	}

	private Set<String> workers() {
		return this.redis.opsForSet().members("resque:workers");
	}

	private Instant heartbeat(String id) {
		return RubyTime.parse((String) this.redis.opsForHash().get("resque:workers:heartbeat", id));
	}

}
