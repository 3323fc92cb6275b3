package io.resque.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.ResqueException;
import io.resque.ResqueTemplate;
import io.resque.event.ScheduleEvent.Enqueued;
import io.resque.event.ScheduleEvent.Refused;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class ScheduleRunnerTests {

	private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

	private static final String PAYLOAD = "{\"class\":\"Archive\",\"args\":[44,\"master\"]}";

	private static final SchedulerSettings SETTINGS = new SchedulerSettings(null, Duration.ofSeconds(10), "",
			ZoneId.of("UTC"), List.of("production"), null);

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final JobRegistry registry = new JobRegistry(List.of());

	private final RecordedEvents events = new RecordedEvents();

	private final ResqueRedis resque;

	private final StringRedisTemplate redis;

	private final SchedulerLock lock;

	private final ResqueSchedules schedules;

	private final List<JobHooks> hooks = new ArrayList<>();

	private Term term;

	private ScheduleRunner runner;

	ScheduleRunnerTests(RedisServer server) {
		this.resque = server.redis("resque");
		this.redis = server.template();
		this.lock = new SchedulerLock(this.resque, "");
		this.schedules = services().schedules(SETTINGS,
				new ResqueTemplate(this.resque, this.registry, this.codec, List.of(), null));
	}

	private SchedulerServices services() {
		return new SchedulerServices(this.resque, this.registry, this.codec, this.hooks, TestFailures.recorder(),
				this.events.events(), Clock.systemUTC());
	}

	@BeforeEach
	void lead() {
		this.term = this.lock.lead("me:1", null, Duration.ofMinutes(5)).term();
		this.runner = services().runner(SETTINGS);
	}

	@Test
	void eachOccurrenceIsEnqueuedOnceAndTold() {
		set("nightly", "cron", "0 2 * * *");
		run("12:00:00");
		assertThat(queued()).isEmpty();
		assertThat(this.schedules.next("nightly")).contains(Instant.parse("2026-11-27T02:00:00Z"));
		this.runner.run(() -> this.term, Instant.parse("2026-11-27T01:59:59Z"));
		assertThat(queued()).isEmpty();
		for (int i = 0; i < 5; i++) {
			this.runner.run(() -> this.term, Instant.parse("2026-11-27T02:00:00.25Z").plusSeconds(i));
		}
		assertThat(queued()).containsExactly(PAYLOAD);
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("file_serve");
		assertThat(this.redis.opsForHash().entries("resque:delayed:last_enqueued_at"))
			.isEqualTo(Map.of("nightly", "2026-11-27 02:00:00 +0000"));
		assertThat(this.schedules.history("nightly")).containsExactly(
				new PastOccurrence(Instant.parse("2026-11-27T02:00:00Z"), "ran", null, Duration.ofMillis(250)));
		assertThat(this.events.of(Enqueued.class)).extracting(Enqueued::late).containsExactly(Duration.ofMillis(250));
	}

	@Test
	void aPeriodKeepsItsPhaseWhoeverIsTheScheduler() {
		set("often", "every", List.of("30s", Map.of("first_in", "5s")));
		run("12:00:00");
		run("12:00:04");
		assertThat(queued()).isEmpty();
		run("12:00:05");
		assertThat(queued()).hasSize(1);
		this.runner = services().runner(SETTINGS);
		run("12:00:20");
		run("12:00:34.9");
		assertThat(queued()).hasSize(1);
		run("12:00:35");
		assertThat(queued()).hasSize(2);
		assertThat(this.schedules.next("often")).contains(NOON.plusSeconds(65));
		set("often", "every", "10s");
		run("12:00:40");
		assertThat(this.schedules.next("often")).contains(NOON.plusSeconds(50));
	}

	@Test
	void missedOccurrencesFollowThePolicy() {
		set("none", "every", "10s");
		set("one", "every", "10s", "missed", "one", "missed_window", "1h");
		set("all", "every", "10s", "missed", "all", "missed_window", "1h");
		set("short", "every", "10s", "missed", "ALL", "missed_window", "25s");
		run("12:00:00");
		// Too long for anybody who makes up for the last minute only.
		run("12:10:05");
		assertThat(jobsOf("none")).isEqualTo(1);
		assertThat(jobsOf("one")).isEqualTo(1);
		assertThat(jobsOf("all")).isEqualTo(60);
		assertThat(jobsOf("short")).isEqualTo(3);
		assertThat(this.schedules.history("none")).extracting(PastOccurrence::outcome).containsExactly("ran", "missed");
		assertThat(this.schedules.history("all")).hasSize(50);
		for (String name : List.of("none", "one", "all", "short")) {
			assertThat(this.schedules.next(name)).as(name).contains(NOON.plusSeconds(610));
		}
		assertThat(this.events.of(Skipped.class)).extracting(Skipped::schedule)
			.containsExactlyInAnyOrder("none", "one", "short");
		set("daily", "cron", "0 12 * * *");
		run("12:10:06");
		this.runner.run(() -> this.term, NOON.plus(Duration.ofDays(1)).plusSeconds(61));
		assertThat(jobsOf("daily")).isZero();
		assertThat(this.schedules.next("daily")).contains(NOON.plus(Duration.ofDays(2)));
	}

	@Test
	void whatRubysSchedulerHasEnqueuedMeanwhileIsNotMissed() {
		set("all", "every", "10s", "missed", "all");
		run("12:00:00");
		this.redis.opsForHash().put("resque:delayed:last_enqueued_at", "all", "2026-11-26 12:04:03 +0000");
		this.runner = services().runner(SETTINGS);
		run("12:04:12");
		assertThat(jobsOf("all")).isZero();
		run("12:04:13");
		assertThat(jobsOf("all")).isOne();
	}

	@Test
	void whoIsNoLongerTheSchedulerOrIsBehindEnqueuesNothing() {
		set("often", "every", "10s");
		run("12:00:00");
		ScheduleRunner behind = services().runner(SETTINGS);
		behind.run(() -> this.term, NOON.plusSeconds(1));
		run("12:00:10");
		behind.run(() -> this.term, NOON.plusSeconds(11));
		assertThat(jobsOf("often")).isOne();
		behind.run(() -> this.term, NOON.plusSeconds(12));
		assertThat(jobsOf("often")).isOne();
		Term later = this.lock.lead("me:1", null, Duration.ofMinutes(5)).term();
		run("12:00:20");
		assertThat(jobsOf("often")).isOne();
		behind.run(() -> later, NOON.plusSeconds(21));
		assertThat(jobsOf("often")).isEqualTo(2);
	}

	@Test
	void pausedRefusedAndOverlappingOnesAreLeftOut() {
		set("often", "every", "10s", "overlap", "skip");
		set("broken", "every", "10s", "queue", "broken");
		this.redis.opsForValue().set("resque:queue:broken", "text");
		run("12:00:00");
		run("12:00:10");
		run("12:00:20");
		assertThat(jobsOf("often")).isOne();
		assertThat(this.schedules.history("often").get(0).reason()).isEqualTo("the last one still waits");
		this.redis.delete("resque:queue:file_serve");
		this.redis.opsForZSet().add("resque:spring:leases", "p1", 1);
		this.redis.opsForHash().put("resque:spring:inflight:p1", "7", "f1:10:file_serve" + payload("often"));
		run("12:00:30");
		assertThat(this.schedules.history("often").get(0).reason()).isEqualTo("the last one still runs");
		this.redis.delete("resque:spring:inflight:p1");
		this.schedules.pause("often");
		run("12:00:40");
		assertThat(this.schedules.history("often").get(0).reason()).isEqualTo("the schedule is paused");
		assertThat(this.schedules.isPaused("often")).isTrue();
		this.schedules.resume("often");
		this.hooks.add(new Refusing());
		run("12:00:50");
		assertThat(this.schedules.history("often").get(0).reason()).isEqualTo("a hook refused");
		this.hooks.clear();
		run("12:01:00");
		assertThat(jobsOf("often")).isOne();
		assertThat(this.schedules.history("broken")).hasSize(6)
			.allSatisfy((past) -> assertThat(past.outcome()).isEqualTo("skipped"))
			.first()
			.satisfies((past) -> assertThat(past.reason()).isEqualTo("the key queue:broken is no list"));
		assertThat(this.schedules.next("broken")).contains(NOON.plusSeconds(70));
	}

	@Test
	void oneBadEntryNeverStopsTheOthers() {
		set("often", "every", "10s");
		persist("a", "no json");
		persist("b", "[]");
		persist("c", "{\"cron\":\"0 25 * * *\",\"class\":\"A\",\"queue\":\"q\"}");
		persist("d", "{\"every\":\"10s\",\"class\":\"A\"}");
		persist("staging", "{\"every\":\"10s\",\"class\":\"A\",\"queue\":\"q\",\"rails_env\":\"staging, test\"}");
		persist("production",
				"{\"every\":\"10s\",\"class\":\"A\",\"queue\":\"q\",\"rails_env\":\"staging,production\"}");
		persist("by hand", "{\"never\":\"\",\"class\":\"A\",\"queue\":\"q\"}");
		persist("empty", "{\"cron\":\"\",\"class\":\"A\",\"queue\":\"q\"}");
		run("12:00:00");
		run("12:00:10");
		assertThat(jobsOf("often")).isOne();
		assertThat(this.redis.opsForList().size("resque:queue:q")).isOne();
		assertThat(this.events.of(Refused.class)).extracting(Refused::schedule).containsExactly("a", "b", "c", "d");
		assertThat(this.events.of(Refused.class).get(2).problem())
			.startsWith("The schedule 'c' cannot be used: The cron expression '0 25 * * *'")
			.contains("column 3");
		this.schedules.remove("often");
		run("12:00:20");
		assertThat(this.redis.opsForHash().keys("resque:spring:schedules:next")).containsExactly("production");
	}

	@Test
	void runningNowIsBesideTheRhythm() {
		set("nightly", "cron", "0 2 * * *");
		run("12:00:00");
		assertThat(this.schedules.runNow("nightly")).isTrue();
		assertThat(queued()).containsExactly(PAYLOAD);
		assertThat(this.redis.hasKey("resque:delayed:last_enqueued_at")).as("as in Ruby").isFalse();
		assertThat(this.schedules.next("nightly")).contains(Instant.parse("2026-11-27T02:00:00Z"));
		assertThat(this.schedules.preview("nightly", 3)).hasSize(3);
		assertThat(this.schedules.all()).containsOnlyKeys("nightly");
		assertThat(this.schedules.get("other")).isEmpty();
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> this.schedules.pause("other"))
			.withMessage("There is no schedule with the name 'other'");
	}

	@Test
	void aBacklogThatIsEnqueuedInPartsIsNoWorkOfRuby() {
		set("all", "every", "1s", "missed", "all", "missed_window", "1d");
		run("12:00:00");
		run("12:30:00");
		assertThat(jobsOf("all")).isEqualTo(1000);
		this.runner = services().runner(SETTINGS);
		run("12:30:00");
		assertThat(jobsOf("all")).isEqualTo(1800);
	}

	@Test
	void jitterMakesAnOccurrenceLaterAndNeverMissed() {
		set("nightly", "cron", "0 2 * * *", "jitter", "15m");
		run("12:00:00");
		List<Duration> late = new ArrayList<>();
		for (int day = 27; day < 30; day++) {
			Instant at = Instant.parse("2026-11-" + day + "T02:00:00Z");
			for (int second = 0; second < 900 && queued().size() < day - 26; second++) {
				this.runner.run(() -> this.term, at.plusSeconds(second));
				late.add(Duration.ofSeconds(second));
			}
			assertThat(queued()).hasSize(day - 26);
		}
		assertThat(late).anyMatch((delay) -> delay.toSeconds() > 60);
	}

	@Test
	void aKeyThatIsSpoiledOnTheWayDoublesNothing() {
		set("often", "every", "10s");
		run("12:00:00");
		this.redis.opsForValue().set("resque:delayed:last_enqueued_at", "text");
		this.redis.opsForValue().set("resque:spring:schedule:often:history", "text");
		for (int i = 0; i < 3; i++) {
			this.runner.run(() -> this.term, NOON.plusSeconds(10 + i));
		}
		assertThat(jobsOf("often")).isOne();
		this.runner = services().runner(SETTINGS);
		run("12:00:20");
		assertThat(jobsOf("often")).isEqualTo(2);
	}

	@Test
	void whatRubyRemovesIsForgottenAndMayBeginAnew() {
		set("often", "every", "10s");
		run("12:00:00");
		this.schedules.pause("often");
		this.redis.opsForHash().delete("resque:persistent_schedules", "often");
		this.redis.opsForSet().add("resque:schedules_changed", "often");
		run("12:00:01");
		assertThat(this.redis.keys("resque:spring:schedules*")).isEmpty();
		set("often", "every", "10s");
		run("12:01:00");
		assertThat(this.schedules.next("often")).contains(NOON.plusSeconds(70));
	}

	@Test
	void schedulesTellWhereTheyStand() {
		persist("a hand", "{\"class\":\"Archive\",\"queue\":\"file_serve\",\"args\":[{\"password\":\"hunter2\"}]}");
		persist("b broken", "{\"class\":\"Archive\",\"cron\":\"no cron\"}");
		set("c nightly", "cron", "0 2 * * *");
		this.schedules.pause("c nightly");
		assertThat(this.schedules.status("c nightly")).hasValueSatisfying((status) -> {
			assertThat(status.paused()).isTrue();
			assertThat(status.next()).as("not seen by the scheduler").isNull();
		});
		run("12:00:00");
		List<ScheduleStatus> all = this.schedules.statuses();
		assertThat(all).extracting((status) -> status.schedule().name()).containsExactly("a hand", "c nightly");
		assertThat(all).extracting(ScheduleStatus::paused).containsExactly(false, true);
		assertThat(all).extracting(ScheduleStatus::next).containsExactly(null, Instant.parse("2026-11-27T02:00:00Z"));
		assertThat(all.get(0).args()).isEqualTo("[{\"password\":\"•••\"}]");
		assertThat(all.get(1).settings()).containsEntry("cron", "\"0 2 * * *\"").containsEntry("args", "\"c nightly\"");
		assertThat(this.schedules.status("c nightly")).map(ScheduleStatus::next)
			.isEqualTo(Optional.of(all.get(1).next()));
		assertThat(this.schedules.status("b broken")).isEmpty();
		assertThat(this.schedules.status("none")).isEmpty();
	}

	private void run(String time) {
		this.runner.run(() -> this.term, Instant.parse("2026-11-26T" + time + "Z"));
	}

	/** The name is an argument where the jobs of several are told apart. */
	private void set(String name, @Nullable Object... settings) {
		Map<String, @Nullable Object> all = new LinkedHashMap<>();
		for (int i = 0; i < settings.length; i += 2) {
			all.put((String) settings[i], settings[i + 1]);
		}
		all.put("class", "Archive");
		all.putIfAbsent("queue", "file_serve");
		all.put("args", name.equals("nightly") ? List.of(44, "master") : name);
		this.schedules.set(name, all);
	}

	private void persist(String name, String json) {
		this.redis.opsForHash().put("resque:persistent_schedules", name, json);
		this.redis.opsForSet().add("resque:schedules_changed", name);
	}

	private List<String> queued() {
		return this.redis.opsForList().range("resque:queue:file_serve", 0, -1);
	}

	private static String payload(String name) {
		return "{\"class\":\"Archive\",\"args\":[\"" + name + "\"]}";
	}

	private long jobsOf(String name) {
		return queued().stream().filter(payload(name)::equals).count();
	}

	private static final class Refusing implements JobHooks {

		@Override
		public boolean beforeSchedule(Job job, Instant at) {
			return false;
		}

	}

}
