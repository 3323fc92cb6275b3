package io.resque.worker.lease;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.event.FailureEvent;
import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.LeaseStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the jobs of a process that was declared dead.
 */
@ExtendWith(RedisServerExtension.class)
class RecoveryTests {

	private static final Duration SPAN = Duration.ofSeconds(15);

	private static final String DEAD = "dddddddddddddddd";

	private final StringRedisTemplate redis;

	private final LeaseStores stores;

	private final RecordedEvents events = new RecordedEvents();

	private final Recovery recovery;

	RecoveryTests(RedisServer server) {
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		this.stores = new LeaseStores(new LeaseStore(resque), new WorkerStore(resque), new InFlightStore(resque),
				new RecoveryStore(resque), new ServerStore(resque));
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		this.recovery = new Recovery(this.stores, RecoverySettings.defaults(), TestFailures.recorder(), codec,
				this.events.events());
	}

	@Test
	void jobsOfADeadProcessAreBackAtTheHeadsOfTheirQueuesInOrder() {
		String[] jobs = IntStream.range(0, 250).mapToObj((i) -> job(i)).toArray(String[]::new);
		die(jobs);
		this.redis.opsForList().rightPush("resque:queue:q", job(999));
		this.recovery.recover(DEAD);
		assertThat(queue()).startsWith(jobs).endsWith(job(999)).hasSize(251);
		assertThat(this.redis.keys("resque:spring:*")).containsExactlyInAnyOrder("resque:spring:suspects",
				"resque:spring:crashes", "resque:spring:tokens");
		assertThat(this.events.of(WorkerEvent.Recovered.class))
			.containsExactly(new WorkerEvent.Recovered(DEAD, "box:42", 250, 0));
	}

	@Test
	void itsWorkersAreUnregisteredWithoutADirtyExit() {
		this.redis.opsForZSet().add("resque:spring:leases", DEAD, 9e15);
		this.stores.workers().register(DEAD, List.of("box.dddddd:42-1:q"), "2026-11-20 15:00:24 +0000");
		this.redis.delete("resque:spring:leases");
		die(job(1));
		this.stores.workers().beat(Map.of("box.dddddd:42-1:q", "2026-11-20T15:00:24+00:00"));
		this.redis.opsForValue().set("resque:worker:box.dddddd:42-1:q", "{}");
		this.recovery.recover(DEAD);
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	/** It dies between its first heartbeat and its registration. */
	@Test
	void heartbeatsOfADeadProcessGoAlthoughItWasNotRegistered() {
		die(job(1));
		this.stores.workers()
			.beat(Map.of("box.dddddd:42-1:q", "2026-11-20T15:00:24+00:00", "box.eeeeee:43-1:q",
					"2026-11-20T15:00:24+00:00", "ruby:44:q", "2026-11-20T15:00:24+00:00"));
		this.recovery.recover(DEAD);
		assertThat(this.redis.opsForHash().keys("resque:workers:heartbeat"))
			.containsExactlyInAnyOrder("box.eeeeee:43-1:q", "ruby:44:q");
	}

	@Test
	void aMarkedJobThatMustNotRunTwiceFailsAndAnUnmarkedOneRunsAgain() {
		die(job(1), job(2));
		String first = Collections.min(this.stores.inFlight().tokens(DEAD)).toString();
		this.redis.opsForHash().put("resque:spring:started:" + DEAD, first, "fail");
		this.recovery.recover(DEAD);
		assertThat(queue()).containsExactly(job(2));
		assertThat(failed()).singleElement()
			.asString()
			.contains("\"payload\":" + job(1), "\"exception\":\"Resque::DirtyExit\"", "\"queue\":\"q\"");
	}

	@Test
	void aJobThatKillsThreeProcessesIsParkedAndItsNeighboursAreNot() {
		String pill = job(1);
		String neighbour = job(2);
		die(pill, neighbour);
		this.recovery.recover(DEAD);
		assertThat(queue()).containsExactly(pill, neighbour);
		dieWhileRunning();
		this.recovery.recover(DEAD);
		assertThat(queue()).containsExactly(pill, neighbour);
		dieWhileRunning();
		this.recovery.recover(DEAD);
		assertThat(queue()).containsExactly(neighbour);
		assertThat(failed()).singleElement()
			.asString()
			.contains(pill, "Poison pill", " in flight on box:42", " running on box:42");
		assertThat(this.redis.opsForHash().size("resque:spring:crashes")).isEqualTo(1);
		assertThat(this.events.of(JobEvent.CrashFailed.class)).singleElement()
			.satisfies((event) -> assertThat(event.trail()).hasSize(3));
	}

	@Test
	void whatFailsIsInTheListOfItsQueueOrNowhere() {
		for (String backend : List.of("redis-multi-queue", "log")) {
			die(job(1), job(2));
			String first = Collections.min(this.stores.inFlight().tokens(DEAD)).toString();
			this.redis.opsForHash().put("resque:spring:started:" + DEAD, first, "fail");
			new Recovery(this.stores, RecoverySettings.defaults(),
					TestFailures.recorder(this.events, Map.of(), backend),
					new JobCodec(new ResqueJson(JsonProfile.CLASSIC)), this.events.events())
				.recover(DEAD);
			assertThat(queue()).containsExactly(job(2));
			this.redis.delete("resque:queue:q");
		}
		assertThat(this.redis.opsForList().range("resque:q_failed", 0, -1)).singleElement().asString().contains(job(1));
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsExactly("q_failed");
		assertThat(this.events.of(FailureEvent.Logged.class)).hasSize(1);
		assertThat(this.events.of(JobEvent.CrashFailed.class)).hasSize(2);
		assertThat(failed()).isEmpty();
	}

	@Test
	void aJobThatIsOnlyEverPrefetchedIsNeverBlamed() {
		for (int crash = 0; crash < 10; crash++) {
			die((crash == 0) ? new String[] { job(1) } : new String[0]);
			this.recovery.recover(DEAD);
		}
		assertThat(queue()).containsExactly(job(1));
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	void twoRecoverersTakeEachJobOnce() throws InterruptedException {
		die(IntStream.range(0, 500).mapToObj(RecoveryTests::job).toArray(String[]::new));
		Thread other = new Thread(() -> this.recovery.recover(DEAD));
		other.start();
		this.recovery.recover(DEAD);
		other.join();
		this.recovery.recover(DEAD);
		assertThat(queue()).hasSize(500).doesNotHaveDuplicates();
		assertThat(this.events.of(WorkerEvent.Recovered.class).stream().mapToInt(WorkerEvent.Recovered::requeued).sum())
			.isEqualTo(500);
		int announced = this.events.of(WorkerEvent.Recovered.class).size();
		this.recovery.recover(DEAD);
		assertThat(this.events.of(WorkerEvent.Recovered.class)).hasSize(announced);
	}

	@Test
	void aJobWhoseQueueIsNoListAnyMoreIsParked() {
		die(job(1));
		this.redis.delete("resque:queue:q");
		this.redis.opsForValue().set("resque:queue:q", "text");
		this.recovery.recover(DEAD);
		assertThat(failed()).singleElement().asString().contains(job(1), "is no list");
		assertThat(this.redis.opsForZSet().size("resque:spring:dead")).isZero();
	}

	@Test
	void aJobThatCannotBeParkedStaysInFlightAndTheOthersAreRecovered() {
		die(job(1), job(2));
		Long second = Collections.max(this.stores.inFlight().tokens(DEAD));
		this.redis.opsForHash().put("resque:spring:started:" + DEAD, second.toString(), "fail");
		this.redis.opsForValue().set("resque:failed", "text");
		this.recovery.recover(DEAD);
		this.recovery.recover(DEAD);
		assertThat(queue()).containsExactly(job(1));
		assertThat(this.stores.inFlight().tokens(DEAD)).containsExactly(second);
		assertThat(this.events.of(WorkerEvent.QueueUnreadable.class)).hasSize(1);
		assertThat(this.events.of(JobEvent.CrashFailed.class)).isEmpty();
		this.redis.delete("resque:failed");
		this.recovery.recover(DEAD);
		assertThat(failed()).singleElement().asString().contains(job(2), "asks not to be run again");
		assertThat(this.redis.opsForZSet().size("resque:spring:dead")).isZero();
	}

	@Test
	void aDeadProcessCanNeitherRenewNorFetchNorMark() {
		die(job(1));
		this.redis.opsForList().rightPush("resque:queue:q", job(2));
		assertThat(this.stores.leases().renew(DEAD, SPAN)).isEmpty();
		assertThat(this.stores.inFlight().fetch(DEAD, "f", List.of("q"), new FetchLimit(1, 1000, true)).jobs())
			.isEmpty();
		assertThat(this.stores.inFlight().markStart(DEAD, 1, false)).isFalse();
	}

	private void dieWhileRunning() {
		fetched();
		List<Long> tokens = this.stores.inFlight().tokens(DEAD);
		assertThat(this.stores.inFlight().markStart(DEAD, Collections.min(tokens), false)).isTrue();
		declareDead();
	}

	private void die(String... jobs) {
		fetched(jobs);
		declareDead();
	}

	private void declareDead() {
		this.redis.opsForZSet().add("resque:spring:leases", DEAD, 1);
		this.stores.leases().open("aaaaaaaaaaaaaaaa", SPAN, Map.of("host", "here"));
		assertThat(this.stores.leases().declareDead(DEAD, "1", "aaaaaaaaaaaaaaaa")).isTrue();
		this.stores.leases().close("aaaaaaaaaaaaaaaa");
	}

	private void fetched(String... jobs) {
		this.stores.leases().open(DEAD, SPAN, Map.of("host", "box", "pid", "42"));
		if (jobs.length > 0) {
			this.redis.opsForList().rightPushAll("resque:queue:q", jobs);
		}
		this.stores.inFlight().fetch(DEAD, "f1", List.of("q"), new FetchLimit(1000, 1_000_000, true));
	}

	private List<String> queue() {
		return this.redis.opsForList().range("resque:queue:q", 0, -1);
	}

	private List<String> failed() {
		return this.redis.opsForList().range("resque:failed", 0, -1);
	}

	private static String job(int number) {
		return "{\"class\":\"Noop\",\"args\":[" + number + "]}";
	}

}
