package io.resque.worker.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.event.WorkerEvent;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.InFlightStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;
import io.resque.worker.loop.Turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * When a process is declared dead and when it is left alone. Redis is real, but time
 * passes only for the survivors: who is to be late has a deadline of long ago.
 */
@ExtendWith(RedisServerExtension.class)
class ReaperTests {

	private static final Duration SPAN = Duration.ofSeconds(15);

	private static final Duration QUARTER = SPAN.dividedBy(4);

	private static final String LATE = "dddddddddddddddd";

	private static final String LEASES = "resque:spring:leases";

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final LeaseStores stores;

	private final RecordedEvents events = new RecordedEvents();

	private final Recovery recovery;

	private final AtomicLong nanos = new AtomicLong();

	private Instant redisTime = Instant.parse("2026-11-20T15:00:24Z");

	ReaperTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		this.stores = new LeaseStores(new LeaseStore(resque), new WorkerStore(resque), new InFlightStore(resque),
				new RecoveryStore(resque), new ServerStore(resque));
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		this.recovery = new Recovery(this.stores, RecoverySettings.defaults(), TestFailures.recorder(), codec,
				this.events.events());
	}

	@Test
	void aProcessIsDeclaredDeadAQuarterOfALeaseAfterItWasFirstSeenLate() {
		Survivor survivor = steady();
		expire();
		survivor.look();
		pass(QUARTER.plusMillis(100), survivor);
		assertThat(queue()).isEmpty();
		pass(Duration.ofMillis(200), survivor);
		assertThat(queue()).containsExactly(job(1));
	}

	@Test
	void nobodyIsJudgedByAProcessThatHasNotRenewedForAFullLease() {
		Survivor survivor = new Survivor();
		expire();
		pass(SPAN.minusMillis(10), survivor);
		assertThat(queue()).isEmpty();
		pass(Duration.ofMillis(1020), survivor);
		assertThat(queue()).containsExactly(job(1));
	}

	@Test
	void nobodyIsJudgedByAProcessThatHasNotRenewedSinceItSawTheOtherLate() {
		Survivor survivor = steady();
		expire();
		survivor.look();
		stand(QUARTER.multipliedBy(2));
		assertThat(survivor.look()).isEqualTo(Duration.ofMillis(100));
		assertThat(queue()).isEmpty();
		survivor.renew();
		survivor.look();
		assertThat(queue()).containsExactly(job(1));
	}

	@Test
	void aProcessThatRenewsBetweenTwoLooksIsLeftAlone() {
		Survivor survivor = steady();
		expire();
		survivor.look();
		pass(QUARTER, survivor);
		assertThat(this.stores.leases().renew(LATE, SPAN)).isPresent();
		this.redis.opsForZSet().add(LEASES, LATE, 2);
		pass(QUARTER.plusMillis(99), survivor);
		assertThat(this.stores.leases().holders()).contains(LATE);
		assertThat(this.stores.leases().renew(LATE, SPAN)).isPresent();
		pass(SPAN, survivor);
		assertThat(this.stores.leases().holders()).contains(LATE);
		assertThat(this.stores.inFlight().tokens(LATE)).hasSize(1);
	}

	@Test
	void theLivingAreLeftAloneWhenTheClockOfRedisJumps() {
		Survivor survivor = steady();
		Survivor other = steady();
		for (int jump = 0; jump < 20; jump++) {
			pass(QUARTER.multipliedBy(jump).dividedBy(20), survivor, other);
			this.redisTime = this.redisTime.plusSeconds(20);
			expire(survivor.own.id());
			expire(other.own.id());
			survivor.look();
			other.look();
			pass(QUARTER.plusMillis(300), survivor, other);
		}
		assertThat(this.stores.leases().holders()).containsExactlyInAnyOrder(survivor.own.id(), other.own.id());
		assertThat(this.redis.hasKey("resque:spring:dead")).isFalse();
	}

	@Test
	void afterAJumpOfTheClockNobodyIsJudgedForALease() {
		Survivor survivor = steady();
		this.redisTime = this.redisTime.plusSeconds(20);
		expire();
		survivor.look();
		pass(SPAN, survivor);
		assertThat(queue()).isEmpty();
		pass(QUARTER.plusSeconds(1), survivor);
		assertThat(queue()).containsExactly(job(1));
	}

	@Test
	void oneOfManySurvivorsRecoversAndTheOthersSeeThatItIsDone() {
		Survivor[] survivors = Stream.generate(Survivor::new).limit(5).toArray(Survivor[]::new);
		pass(SPAN, survivors);
		expire();
		pass(SPAN.multipliedBy(2), survivors);
		assertThat(queue()).containsExactly(job(1));
		assertThat(this.events.of(WorkerEvent.Recovered.class)).hasSize(1);
		assertThat(this.stores.leases().holders()).hasSize(5);
	}

	@Test
	void aSurvivorLooksWhenTheNextLeaseRunsOutAndAtLeastOnceInALease() {
		Survivor survivor = steady();
		assertThat(survivor.look()).isEqualTo(SPAN);
		this.stores.leases().open("aaaaaaaaaaaaaaaa", Duration.ofHours(1), Map.of("host", "a"));
		assertThat(survivor.look()).isEqualTo(SPAN);
		this.stores.leases().open("bbbbbbbbbbbbbbbb", Duration.ofSeconds(10), Map.of("host", "b"));
		assertThat(survivor.look()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
		expire();
		assertThat(survivor.look()).isBetween(QUARTER.plusMillis(100), QUARTER.plusMillis(200));
	}

	@Test
	void aSurvivorLooksAgainSoonWhileADeadProcessIsNotYetRecovered() {
		this.redis.opsForZSet().add("resque:spring:dead", LATE, 1);
		fetched();
		Survivor survivor = new Survivor();
		assertThat(survivor.look()).isEqualTo(Duration.ofSeconds(1));
		assertThat(queue()).isEmpty();
		pass(SPAN.plusSeconds(1), survivor);
		assertThat(queue()).containsExactly(job(1));
	}

	@Test
	void withoutALeaseNothingIsAskedOfRedis() {
		CommandCount commands = CommandCount.of(this.server);
		Turn turn = new Reaper(this.stores, () -> null, this.recovery).runOnce();
		assertThat(turn.askedRedis()).isFalse();
		assertThat(commands.since()).isZero();
	}

	@Test
	void aLookCostsFourCommandsHoweverManyProcessesLive() {
		Survivor survivor = steady();
		for (int i = 0; i < 50; i++) {
			this.stores.leases().open("%016x".formatted(i), SPAN, Map.of("host", "a"));
		}
		survivor.look();
		CommandCount commands = CommandCount.of(this.server);
		survivor.look();
		assertThat(commands.since()).isEqualTo(4);
	}

	@Test
	void aLeaseWithAnEndThatIsNoTimeDisturbsNobody() {
		Survivor survivor = steady();
		this.redis.opsForZSet().add(LEASES, "eeeeeeeeeeeeeeee", Double.POSITIVE_INFINITY);
		this.redis.opsForZSet().add(LEASES, "ffffffffffffffff", Double.NEGATIVE_INFINITY);
		expire();
		pass(SPAN.multipliedBy(2), survivor);
		assertThat(queue()).containsExactly(job(1));
		assertThat(this.stores.leases().holders()).containsExactlyInAnyOrder(survivor.own.id(), "eeeeeeeeeeeeeeee");
	}

	@Test
	void aProcessThatCannotBeRecoveredKeepsNobodyElseFromIt() {
		this.redis.opsForZSet().add("resque:spring:dead", "0000000000000000", 1);
		this.redis.opsForHash().put("resque:spring:inflight:0000000000000000", "no token", "no job");
		this.redis.opsForZSet().add("resque:spring:dead", LATE, 2);
		fetched();
		Survivor survivor = new Survivor();
		for (int i = 0; i < 4; i++) {
			stand(QUARTER);
			survivor.renew();
		}
		assertThatException().isThrownBy(survivor::look);
		assertThat(queue()).containsExactly(job(1));
	}

	private Survivor steady() {
		Survivor survivor = new Survivor();
		pass(SPAN, survivor);
		return survivor;
	}

	/** Time passes: each survivor looks when it wants to, and renews in time. */
	private void pass(Duration time, Survivor... survivors) {
		long end = this.nanos.get() + time.toNanos();
		while (true) {
			Survivor next = Stream.of(survivors).min(Comparator.comparingLong(Survivor::due)).orElseThrow();
			long due = Math.min(next.due(), end);
			stand(Duration.ofNanos(Math.max(0, due - this.nanos.get())));
			if (next.due() > end) {
				return;
			}
			next.act();
		}
	}

	/** Time passes, and nobody does anything. */
	private void stand(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.redisTime = this.redisTime.plus(time);
	}

	/** A process that has fetched a job and has not renewed since. */
	private void expire() {
		fetched();
		expire(LATE);
	}

	private void expire(String process) {
		this.redis.opsForZSet().add(LEASES, process, 1);
	}

	private void fetched() {
		this.redis.opsForHash().put("resque:spring:inflight:" + LATE, "1", "f:1:q" + job(1));
	}

	private List<String> queue() {
		return this.redis.opsForList().range("resque:queue:q", 0, -1);
	}

	private static String job(int number) {
		return "{\"class\":\"Noop\",\"args\":[" + number + "]}";
	}

	private final class Survivor {

		private final Lease own = new Lease(SPAN, ReaperTests.this.nanos::get);

		private final Reaper reaper = new Reaper(ReaperTests.this.stores, () -> this.own, ReaperTests.this.recovery);

		private long nextRenewal;

		private long nextLook;

		private Survivor() {
			ReaperTests.this.stores.leases().open(this.own.id(), SPAN, Map.of("host", "here"));
			renew();
		}

		private void renew() {
			assertThat(ReaperTests.this.stores.leases().renew(this.own.id(), SPAN)).isPresent();
			this.own.renewed(ReaperTests.this.nanos.get(), ReaperTests.this.redisTime);
			this.nextRenewal = ReaperTests.this.nanos.get() + this.own.renewalInterval().toNanos();
		}

		private Duration look() {
			Duration pause = this.reaper.runOnce().pause();
			this.nextLook = ReaperTests.this.nanos.get() + pause.toNanos();
			return pause;
		}

		private long due() {
			return Math.min(this.nextRenewal, this.nextLook);
		}

		private void act() {
			if (this.nextRenewal <= this.nextLook) {
				renew();
			}
			else {
				look();
			}
		}

	}

}
