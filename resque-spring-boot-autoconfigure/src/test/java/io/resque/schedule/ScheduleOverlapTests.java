package io.resque.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.event.ScheduleEvent.Cancelled;
import io.resque.event.ScheduleEvent.Skipped;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.redis.SchedulerLock;
import io.resque.redis.Term;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when the last job of a schedule still waits or runs.
 */
@ExtendWith(RedisServerExtension.class)
class ScheduleOverlapTests {

	private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

	private static final String QUEUE = "resque:queue:q";

	private static final String PAYLOAD = "{\"class\":\"Nightly\",\"args\":[1]}";

	/** Of a process with the lease {@link #PROCESS}. */
	private static final String OURS = "box.abcdef:7-1:q";

	private static final String PROCESS = "abcdef0123";

	private static final SchedulerSettings SETTINGS = new SchedulerSettings(null, Duration.ofSeconds(10), "",
			ZoneId.of("UTC"), List.of(), null);

	private final RecordedEvents events = new RecordedEvents();

	private final ResqueRedis resque;

	private final StringRedisTemplate redis;

	private Term term;

	private ScheduleRunner runner;

	ScheduleOverlapTests(RedisServer server) {
		this.resque = server.redis("resque");
		this.redis = server.template();
	}

	@BeforeEach
	void lead() {
		this.term = new SchedulerLock(this.resque, "").lead("me:1", null, Duration.ofMinutes(5)).term();
		this.runner = services().runner(SETTINGS);
	}

	@AfterEach
	void letPublish() {
		channels("allchannels");
	}

	@Test
	void whatWaitsMakesWayForTheNext() {
		set("n", "10s", "cancel");
		run(0);
		run(10);
		this.redis.opsForList().rightPush(QUEUE, "other");
		run(20);
		assertThat(queued()).containsExactly("other", PAYLOAD);
		assertThat(this.events.of(Cancelled.class)).hasSize(1);
	}

	@Test
	void whatHasJustBeenFetchedIsWaitedForAndThenGoesOn() {
		set("n", "10s", "cancel");
		run(0);
		inFlight();
		// A worker of Ruby performs another one: that is no record of ours.
		working("ruby:5:q", "q", PAYLOAD);
		run(10);
		run(12);
		assertThat(queued()).as("it cannot be told yet").isEmpty();
		assertThat(this.events.of(Cancelled.class)).isEmpty();
		run(13);
		assertThat(queued()).as("it never can").hasSize(1);
		assertThat(this.events.of(Skipped.class)).isEmpty();
		this.redis.delete(QUEUE);
		// After a stall: late, and patient all the same.
		run(25);
		assertThat(queued()).isEmpty();
		working(OURS, "q", PAYLOAD);
		run(26);
		assertThat(queued()).hasSize(1);
		assertThat(this.events.of(Cancelled.class)).hasSize(2);
	}

	@Test
	void anotherJobThatOnlyHasTheSamePayloadInItIsNeitherCancelledNorASkip() {
		set("n", "10s", "cancel");
		set("s", "10s", "skip");
		working(OURS, "q", "{\"class\":\"Audit\",\"args\":[{\"payload\":" + PAYLOAD + "}]}");
		working("ruby:5:other", "other", PAYLOAD);
		run(0);
		this.redis.opsForHash().delete("resque:persistent_schedules", "n");
		this.redis.opsForSet().add("resque:schedules_changed", "n");
		run(10);
		assertThat(queued()).hasSize(1);
		set("n", "10s", "cancel");
		this.redis.opsForHash().delete("resque:persistent_schedules", "s");
		this.redis.delete(QUEUE);
		run(11);
		run(21);
		assertThat(queued()).hasSize(1);
		assertThat(this.events.of(Cancelled.class)).isEmpty();
		working("ruby:5:q", "q", PAYLOAD);
		this.redis.delete(QUEUE);
		run(31);
		assertThat(this.events.of(Cancelled.class)).hasSize(1);
	}

	@Test
	void whoMayNotPublishStillEnqueuesAndMovesOn() {
		channels("resetchannels");
		set("n", "10s", "cancel");
		set("z", "10s", "queue");
		working(OURS, "q", PAYLOAD);
		run(0);
		run(10);
		assertThat(queued()).containsExactly(PAYLOAD, PAYLOAD);
		assertThat(schedules().history("n")).hasSize(1);
		assertThat(this.events.of(Cancelled.class)).as("nobody was told").isEmpty();
	}

	private void channels(String rule) {
		this.redis.execute((RedisCallback<Object>) (connection) -> connection.execute("ACL", "SETUSER".getBytes(),
				"default".getBytes(), rule.getBytes()));
	}

	@Test
	void makingUpForAllDoesNotOverlap() {
		for (String overlap : List.of("skip", "cancel")) {
			schedules().set(overlap, Map.of("every", "10s", "missed", "all", "overlap", overlap, "class", "Nightly",
					"queue", overlap, "args", 1));
		}
		run(0);
		run(605);
		assertThat(this.redis.opsForList().size("resque:queue:skip")).isOne();
		assertThat(this.redis.opsForList().size("resque:queue:cancel")).isOne();
	}

	private void set(String name, String every, String overlap) {
		schedules().set(name,
				Map.of("every", every, "overlap", overlap, "class", "Nightly", "queue", "q", "args", List.of(1)));
	}

	private void run(int second) {
		this.runner.run(() -> this.term, NOON.plusSeconds(second));
	}

	private void inFlight() {
		this.redis.opsForZSet().add("resque:spring:leases", PROCESS, 1);
		this.redis.opsForHash().put("resque:spring:inflight:" + PROCESS, "7", "f1:1:q" + PAYLOAD);
	}

	private void working(String worker, String queue, String payload) {
		this.redis.opsForSet().add("resque:workers", worker);
		this.redis.opsForValue()
			.set("resque:worker:" + worker,
					"{\"queue\":\"" + queue + "\",\"run_at\":\"\",\"payload\":" + payload + "}");
	}

	private List<String> queued() {
		return this.redis.opsForList().range(QUEUE, 0, -1);
	}

	private ResqueSchedules schedules() {
		return services().schedules(SETTINGS, new ResqueTemplate(this.resque, new JobRegistry(List.of()),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)), List.of(), null));
	}

	private SchedulerServices services() {
		return new SchedulerServices(this.resque, new JobRegistry(List.of()),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)), List.of(), TestFailures.recorder(),
				this.events.events(), Clock.systemUTC());
	}

}
