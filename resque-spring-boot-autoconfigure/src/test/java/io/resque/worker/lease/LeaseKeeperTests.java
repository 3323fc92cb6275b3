package io.resque.worker.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.InFlightStore;
import io.resque.redis.Keyspace;
import io.resque.redis.LeaseStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * How a process lives in Redis: one tick at a time.
 */
@ExtendWith(RedisServerExtension.class)
class LeaseKeeperTests {

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final LeaseStores stores;

	private final RecordedEvents events = new RecordedEvents();

	private final List<Lease> lost = new ArrayList<>();

	private final List<String> atPruning = new ArrayList<>();

	private final LeaseKeeper keeper;

	private Runnable whilePruning = () -> {
	};

	private LettuceConnectionFactory connections;

	LeaseKeeperTests(RedisServer server) {
		this.redis = server.template();
		this.server = server;
		this.stores = stores(server.redis("resque"));
		this.keeper = keeper(this.stores, Duration.ofMillis(100));
	}

	private static LeaseStores stores(ResqueRedis redis) {
		return new LeaseStores(new LeaseStore(redis), new WorkerStore(redis), new InFlightStore(redis),
				new RecoveryStore(redis), new ServerStore(redis));
	}

	private LeaseKeeper keeper(LeaseStores stores, Duration heartbeatInterval) {
		ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);
		RecoverySettings settings = new RecoverySettings(Duration.ofSeconds(15), heartbeatInterval,
				Duration.ofMinutes(5), 3, Duration.ofDays(1));
		Identity identity = new Identity("box", 42);
		ResqueEvents watched = new ResqueEvents((event) -> {
			this.atPruning.add(this.redis.opsForHash().keys("resque:workers:heartbeat").toString());
			this.atPruning.add(workers().toString());
			this.whilePruning.run();
		});
		DeadWorkerPruner pruner = new DeadWorkerPruner(stores, identity, settings, TestFailures.recorder(), json,
				watched);
		return new LeaseKeeper(stores,
				new Registration(identity, List.of(new Seat(1, "a,b"), new Seat(2, "c")), settings), pruner,
				this.lost::add, this.events.events());
	}

	@AfterEach
	void disconnect() {
		if (this.connections != null) {
			this.connections.destroy();
		}
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

	/** It was away for so long between two calls. */
	@Test
	void whoeverIsBuriedBeforeItRegistersLeavesNothing() {
		this.redis.opsForSet().add("resque:workers", "box.abcdef:7-1:a,b");
		this.whilePruning = () -> {
			String id = this.stores.leases().holders().iterator().next();
			this.redis.delete(List.of("resque:spring:leases", "resque:spring:process:" + id));
		};
		this.keeper.runOnce();
		assertThat(workers()).isEmpty();
		assertThat(this.redis.opsForHash().size("resque:workers:heartbeat")).isEqualTo(2);
		this.whilePruning = () -> {
		};
		this.keeper.runOnce();
		this.keeper.runOnce();
		assertThat(workers()).containsExactlyInAnyOrderElementsOf(this.keeper.workerIds(this.keeper.current()));
		assertThat(this.keeper.close()).isTrue();
		assertThat(this.redis.keys("resque:*")).containsExactly("resque:pruning_dead_workers_in_progress");
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

	@Test
	void aLeaseWhoseAnswerWasLostIsGoneOnWith() {
		try (CuttingProxy proxy = new CuttingProxy(this.server.host(), this.server.port())) {
			LeaseKeeper cut = keeperBehind(proxy);
			this.stores.leases()
				.open("0000000000000000", Duration.ofSeconds(15), Map.of("host", "warms the script up"));
			this.stores.leases().close("0000000000000000");
			proxy.cutAfter("slots");
			assertThatExceptionOfType(RedisCallException.class).isThrownBy(cut::runOnce);
			assertThat(cut.current()).isNull();
			List<String> opened = this.stores.leases().holders();
			assertThat(opened).hasSize(1);
			awaitLease(cut);
			assertThat(this.stores.leases().holders()).isEqualTo(opened);
			assertThat(cut.current().id()).isEqualTo(opened.get(0));
		}
	}

	@Test
	void aStartThatLosesRedisHalfWayGoesOnWithTheSameLease() {
		try (CuttingProxy proxy = new CuttingProxy(this.server.host(), this.server.port())) {
			LeaseKeeper cut = keeperBehind(proxy);
			proxy.cutAfter("workers:heartbeat");
			assertThatExceptionOfType(RedisCallException.class).isThrownBy(cut::runOnce);
			assertThat(cut.current()).isNull();
			assertThat(this.events.of(WorkerEvent.Started.class)).isEmpty();
			List<String> opened = this.stores.leases().holders();
			awaitLease(cut);
			assertThat(this.stores.leases().holders()).isEqualTo(opened).hasSize(1);
			assertThat(workers()).hasSize(2);
			assertThat(this.events.of(WorkerEvent.Started.class)).hasSize(1);
			assertThat(this.lost).isEmpty();
		}
	}

	@Test
	void aLeaseThatNeverCameToBeIsReplacedWithoutAWord() {
		try (CuttingProxy proxy = new CuttingProxy(this.server.host(), this.server.port())) {
			proxy.refuse(true);
			LeaseKeeper cut = keeperBehind(proxy);
			assertThatExceptionOfType(RedisCallException.class).isThrownBy(cut::runOnce);
			proxy.refuse(false);
			awaitLease(cut);
			assertThat(this.stores.leases().holders()).containsExactly(cut.current().id());
			assertThat(this.lost).isEmpty();
		}
	}

	@Test
	void aRenewalCostsFourCommandsAndAHeartbeatAsMany() {
		LeaseKeeper idle = keeper(this.stores, Duration.ofMinutes(1));
		idle.runOnce();
		idle.runOnce();
		CommandCount commands = CommandCount.of(this.server);
		assertThat(idle.runOnce().pause()).isEqualTo(Duration.ofSeconds(15).dividedBy(4));
		assertThat(commands.byName()).isEqualTo(Map.of("evalsha", 1L, "zrem", 1L, "time", 1L, "zadd", 1L));
		this.keeper.runOnce();
		await().untilAsserted(() -> {
			CommandCount withBeat = CommandCount.of(this.server);
			this.keeper.runOnce();
			assertThat(withBeat.byName()).isEqualTo(
					Map.of("evalsha", 2L, "zrem", 1L, "time", 1L, "zadd", 1L, "hmset", 1L, "zscore", 1L, "sadd", 1L));
		});
	}

	private LeaseKeeper keeperBehind(CuttingProxy proxy) {
		LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", proxy.port());
		LettuceConnectionFactory own = ResqueConnections.like(application, Duration.ofSeconds(10));
		own.afterPropertiesSet();
		own.start();
		this.connections = own;
		return keeper(stores(new ResqueRedis(own, new Keyspace("resque"))), Duration.ofMinutes(1));
	}

	private void awaitLease(LeaseKeeper cut) {
		await().untilAsserted(() -> assertThatNoException().isThrownBy(cut::runOnce));
		await().untilAsserted(() -> {
			cut.runOnce();
			assertThat(cut.current()).isNotNull();
		});
	}

	private Set<String> workers() {
		return this.redis.opsForSet().members("resque:workers");
	}

	private Instant heartbeat(String id) {
		return RubyTime.parse((String) this.redis.opsForHash().get("resque:workers:heartbeat", id));
	}

}
