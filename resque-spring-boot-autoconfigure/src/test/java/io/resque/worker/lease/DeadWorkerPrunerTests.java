package io.resque.worker.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.FailureEvent;
import io.resque.event.WorkerEvent;
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
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both passes of Ruby's {@code prune_dead_workers}, with its lock.
 */
@ExtendWith(RedisServerExtension.class)
class DeadWorkerPrunerTests {

	private static final String OWN_QUEUES = "high,low";

	private static final String RECORD = "{\"queue\":\"high\",\"run_at\":\"2026-11-20T15:00:24Z\","
			+ "\"payload\":{\"class\":\"SomeJob\",\"args\":[1,\"\u00e9\"],\"id\":\"7\"}}";

	private final StringRedisTemplate redis;

	private final LeaseStores stores;

	private final RecordedEvents events = new RecordedEvents();

	private final DeadWorkerPruner pruner;

	private final Lease own = new Lease(Duration.ofSeconds(15), System::nanoTime);

	DeadWorkerPrunerTests(RedisServer server) {
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		this.stores = new LeaseStores(new LeaseStore(resque), new WorkerStore(resque), new InFlightStore(resque),
				new RecoveryStore(resque), new ServerStore(resque));
		ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);
		this.pruner = new DeadWorkerPruner(this.stores, new Identity("box", 42), RecoverySettings.defaults(),
				TestFailures.recorder(), json, this.events.events());
	}

	@BeforeEach
	void openOwnLease() {
		this.stores.leases().open(this.own.id(), Duration.ofSeconds(15), Map.of("host", "box"));
	}

	@Test
	void jobOfASilentRubyWorkerFailsWithRubysExceptionAndMessage() {
		register("vm:7:high", "6m");
		this.redis.opsForValue().set("resque:worker:vm:7:high", RECORD);
		this.redis.opsForValue().set("resque:worker:vm:7:high:started", "2026-11-20 15:00:24 +0000");
		this.redis.opsForValue().set("resque:stat:processed:vm:7:high", "5");
		this.redis.opsForValue().set("resque:stat:failed:vm:7:high", "1");
		prune(OWN_QUEUES);
		assertThat(failed()).singleElement()
			.asString()
			.matches("\\{\"failed_at\":\"\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\",.*")
			.endsWith("\"payload\":{\"class\":\"SomeJob\",\"args\":[1,\"\u00e9\"],\"id\":\"7\"},"
					+ "\"exception\":\"Resque::PruneDeadWorkerDirtyExit\","
					+ "\"error\":\"Worker vm:7:high did not gracefully exit while processing SomeJob\","
					+ "\"backtrace\":[],\"worker\":\"vm:7:high\",\"queue\":\"high\"}");
		assertThat(this.redis.keys("resque:*vm:7*")).isEmpty();
		assertThat(workers()).isEmpty();
		assertThat(this.redis.opsForHash().size("resque:workers:heartbeat")).isZero();
		assertThat(this.redis.hasKey("resque:stat:failed")).isFalse();
		assertThat(this.events.of(WorkerEvent.Pruned.class)).containsExactly(new WorkerEvent.Pruned("vm:7:high", true));
	}

	@Test
	void itsJobIsInTheListOfItsQueueOrNowhere() {
		for (String backend : List.of("redis-multi-queue", "log")) {
			register("vm:7:high", "6m");
			this.redis.opsForValue().set("resque:worker:vm:7:high", RECORD);
			this.redis.delete("resque:pruning_dead_workers_in_progress");
			new DeadWorkerPruner(this.stores, new Identity("box", 42), RecoverySettings.defaults(),
					TestFailures.recorder(this.events, Map.of(), backend), new ResqueJson(JsonProfile.CLASSIC),
					this.events.events())
				.prune(this.own, "me");
			assertThat(workers()).isEmpty();
		}
		assertThat(this.redis.opsForList().range("resque:high_failed", 0, -1)).singleElement()
			.asString()
			.contains("SomeJob");
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsExactly("high_failed");
		assertThat(failed()).isEmpty();
		assertThat(this.events.of(FailureEvent.Logged.class)).hasSize(1);
		assertThat(this.events.of(WorkerEvent.Pruned.class)).extracting(WorkerEvent.Pruned::failedJob)
			.containsExactly(true, false);
	}

	@Test
	void silentIdleWorkersOfAnyHostAndQueueAreRemovedWithoutAFailure() {
		register("elsewhere:7:other", "6m");
		prune(OWN_QUEUES);
		assertThat(workers()).isEmpty();
		assertThat(failed()).isEmpty();
		assertThat(this.events.of(WorkerEvent.Pruned.class))
			.containsExactly(new WorkerEvent.Pruned("elsewhere:7:other", false));
	}

	@Test
	void workersThatBeatWithinThePruneTimeStay() {
		register("vm:7:high", "4m");
		prune("*");
		assertThat(workers()).containsExactly("vm:7:high");
	}

	@Test
	void workersThatNeverBeatStay() {
		this.redis.opsForSet().add("resque:workers", "vm:7:high", "php:8:high", "j:9-0:JAVA_DYNAMIC_QUEUES,high");
		prune("*");
		assertThat(workers()).hasSize(3);
	}

	@Test
	void heartbeatsWithoutARegistrationAreRemoved() {
		beat("vm:7:high", "6m");
		prune(OWN_QUEUES);
		assertThat(this.redis.opsForHash().size("resque:workers:heartbeat")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yesterday", "1795186824", "20th of Nov" })
	void unparsableHeartbeatsAreLeftAlone(String text) {
		this.redis.opsForSet().add("resque:workers", "vm:7:high");
		this.redis.opsForHash().put("resque:workers:heartbeat", "vm:7:high", text);
		prune("*");
		assertThat(workers()).containsExactly("vm:7:high");
		assertThat(this.redis.opsForHash().get("resque:workers:heartbeat", "vm:7:high")).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2001-11-20T15:00:24+00:00", "2001-11-20T15:00:24Z", "2001-11-20T15:00:24.123+0000",
			"2001-11-20T15:00:24+09:00", "2001-11-20 15:00:24 +0100" })
	void foreignFormatsOfOldHeartbeatsAreRead(String text) {
		this.redis.opsForHash().put("resque:workers:heartbeat", "vm:7:high", text);
		prune("*");
		assertThat(this.redis.opsForHash().size("resque:workers:heartbeat")).isZero();
	}

	@Test
	void nobodyPrunesWhenSomebodyDidWithinTheLastMinute() {
		register("vm:7:high", "6m");
		this.redis.opsForValue().set("resque:pruning_dead_workers_in_progress", "vm:1:q");
		prune("*");
		assertThat(workers()).containsExactly("vm:7:high");
	}

	@Test
	void theLockIsRubysAndLastsAMinute() {
		prune(OWN_QUEUES);
		assertThat(this.redis.opsForValue().get("resque:pruning_dead_workers_in_progress"))
			.isEqualTo("box." + this.own.id().substring(0, 6) + ":42-1:" + OWN_QUEUES);
		assertThat(this.redis.getExpire("resque:pruning_dead_workers_in_progress")).isBetween(55L, 60L);
	}

	@Test
	void workersOfOurKindOnThisMachineWithoutALeaseAreRemovedButTheirJobsNeverFail() {
		String dead = "box.abcdef:7-1:low,high";
		register(dead, "10s");
		this.redis.opsForValue().set("resque:worker:" + dead, RECORD);
		prune(OWN_QUEUES);
		assertThat(workers()).isEmpty();
		assertThat(failed()).isEmpty();
		assertThat(this.events.of(WorkerEvent.Pruned.class)).containsExactly(new WorkerEvent.Pruned(dead, false));
	}

	@Test
	void silentWorkersOfOurKindAreRemovedButTheirJobsNeverFail() {
		String dead = "far.abcdef:7-1:other";
		register(dead, "6m");
		this.redis.opsForValue().set("resque:worker:" + dead, RECORD);
		prune(OWN_QUEUES);
		assertThat(workers()).isEmpty();
		assertThat(failed()).isEmpty();
	}

	@Test
	void workersWhoseProcessHoldsALeaseStayHoweverSilentTheyAre() {
		this.stores.leases().open("abcdef0123456789", Duration.ofSeconds(15), Map.of("host", "box"));
		register("box.abcdef:7-1:high,low", "6m");
		prune("*");
		assertThat(workers()).containsExactly("box.abcdef:7-1:high,low");
	}

	@ParameterizedTest
	@ValueSource(strings = { "box-foo.abcdef:7-1:high,low", "other.abcdef:7-1:high,low", "box.abcdef:7-1:high",
			"box.abcdef:7-1:high,low,more", "box:7:high,low", "box.abcdef:7:high,low", "box.abcdeg:7-1:high,low" })
	void otherHostsOtherQueuesAndOtherKindsStay(String id) {
		register(id, "10s");
		prune(OWN_QUEUES);
		assertThat(workers()).containsExactly(id);
	}

	@Test
	void aWorkerOfAllQueuesRemovesThoseOfAnyQueues() {
		register("box.abcdef:7-1:high", "10s");
		prune("low,*");
		assertThat(workers()).isEmpty();
	}

	@Test
	void ownWorkersStay() {
		String id = "box." + this.own.id().substring(0, 6) + ":42-1:" + OWN_QUEUES;
		this.stores.leases().close(this.own.id());
		register(id, "6m");
		prune(OWN_QUEUES);
		assertThat(workers()).containsExactly(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"queue\":null,\"payload\":{\"class\":\"A\"}}", "{\"payload\":{\"class\":\"A\"}}",
			"{\"queue\":7,\"payload\":{\"class\":\"A\"}}" })
	void aRecordWithoutAQueueFailsWithoutOne(String record) {
		register("vm:7:high", "6m");
		this.redis.opsForValue().set("resque:worker:vm:7:high", record);
		prune(OWN_QUEUES);
		assertThat(failed()).singleElement().asString().contains("while processing A\"", "\"queue\":\"\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no JSON", "[]", "7", "{\"queue\":\"q\",\"payload\":7}",
			"{\"queue\":\"q\",\"payload\":{\"class\":null}}" })
	void anUnreadableRecordIsKeptInTheFailure(String record) {
		register("vm:7:high", "6m");
		this.redis.opsForValue().set("resque:worker:vm:7:high", record);
		prune(OWN_QUEUES);
		assertThat(failed()).singleElement()
			.asString()
			.contains("while processing <Unknown Job>\"", "\"raw_payload\":");
		assertThat(workers()).isEmpty();
	}

	@Test
	void aRecordThatSaysThereIsNoJobLeavesNoFailure() {
		register("vm:7:high", "6m");
		this.redis.opsForValue().set("resque:worker:vm:7:high", "{\"queue\":null,\"payload\":null,\"paused\":true}");
		prune(OWN_QUEUES);
		assertThat(workers()).isEmpty();
		assertThat(failed()).isEmpty();
	}

	@Test
	void aJobThatCannotBeRecordedKeepsItsWorker() {
		register("vm:7:high", "6m");
		this.redis.opsForValue().set("resque:worker:vm:7:high", RECORD);
		this.redis.opsForValue().set("resque:failed", "text");
		prune(OWN_QUEUES);
		assertThat(workers()).containsExactly("vm:7:high");
		assertThat(this.redis.opsForValue().get("resque:worker:vm:7:high")).isEqualTo(RECORD);
	}

	private void prune(String queues) {
		this.pruner.prune(this.own, WorkerId.of(new Identity("box", 42), this.own, new Seat(1, queues)));
	}

	private void register(String id, String silentFor) {
		this.redis.opsForSet().add("resque:workers", id);
		beat(id, silentFor);
	}

	private void beat(String id, String silentFor) {
		Instant time = this.stores.server().time().minus(Duration.parse("PT" + silentFor));
		this.redis.opsForHash().put("resque:workers:heartbeat", id, RubyTime.heartbeat(time));
	}

	private Set<String> workers() {
		return this.redis.opsForSet().members("resque:workers");
	}

	private List<String> failed() {
		return this.redis.opsForList().range("resque:failed", 0, -1);
	}

}
