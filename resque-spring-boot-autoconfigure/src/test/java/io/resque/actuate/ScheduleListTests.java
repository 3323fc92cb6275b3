package io.resque.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.actuate.ScheduleList.Recurring;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.schedule.PastOccurrence;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.SchedulerServices;
import io.resque.schedule.SchedulerSettings;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class ScheduleListTests {

	private static final Window ALL = new Window(0, 100);

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ResqueSchedules schedules;

	ScheduleListTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		JobRegistry registry = new JobRegistry(List.of());
		this.schedules = new SchedulerServices(resque, registry, codec, List.of(), TestFailures.recorder(),
				new RecordedEvents().events(), Clock.systemUTC())
			.schedules(new SchedulerSettings(null, Duration.ofSeconds(10), "", null, List.of(), null),
					new ResqueTemplate(resque, registry, codec, List.of(), null));
	}

	@Test
	void manySchedulesTakeNoMoreCallsThanOne() {
		set(10, 11);
		ScheduleList.of(this.schedules, ALL);
		Map<String, Long> ofOne = callsOfAList();
		assertThat(ofOne).isEqualTo(Map.of("evalsha", 1L, "get", 1L, "hgetall", 2L, "smembers", 1L));
		set(11, 60);
		assertThat(callsOfAList()).isEqualTo(ofOne);
		assertThat(ScheduleList.of(this.schedules, ALL).schedules()).hasSize(50)
			.allMatch((schedule) -> schedule.last() != null);
	}

	@Test
	void eachHasItsLastOccurrenceAndItsState() {
		set(10, 15);
		this.schedules.pause("s12");
		this.redis.opsForHash().put("resque:spring:schedules:next", "s13", "1790000000000 0 every 1h");
		this.redis.delete(history(14));
		ScheduleList list = ScheduleList.of(this.schedules, new Window(1, 4));
		assertThat(list.total()).isEqualTo(5);
		assertThat(list.schedules()).containsExactly(recurring(11, false, null), recurring(12, true, null),
				recurring(13, false, Instant.ofEpochMilli(1_790_000_000_000L)),
				new Recurring("s14", "every 1h", "q", "A", false, null, null));
		assertThat(ScheduleList.of(this.schedules, new Window(9, 1)).schedules()).isEmpty();
	}

	@Test
	void whatIsNoHistoryHidesNoSchedule() {
		set(10, 13);
		this.redis.delete(history(10));
		this.redis.opsForValue().set(history(10), "no list");
		this.redis.opsForList().leftPush(history(11), "no JSON");
		assertThat(ScheduleList.of(this.schedules, ALL).schedules()).containsExactly(
				new Recurring("s10", "every 1h", "q", "A", false, null, null),
				new Recurring("s11", "every 1h", "q", "A", false, null, null), recurring(12, false, null));
		assertThat(this.schedules.history("s11")).hasSize(2);
	}

	/** Commands that the list takes; what a script does counts as its one call. */
	private Map<String, Long> callsOfAList() {
		CommandCount count = CommandCount.of(this.server);
		ScheduleList.of(this.schedules, ALL);
		Map<String, Long> calls = count.byName();
		calls.remove("lindex");
		return calls;
	}

	private void set(int first, int end) {
		for (int number = first; number < end; number++) {
			this.schedules.set("s" + number, Map.of("every", "1h", "class", "A", "queue", "q"));
			this.redis.opsForList()
				.leftPushAll(history(number), "{\"due\":\"2026-01-01T00:00:00Z\",\"outcome\":\"missed\",\"late_ms\":0}",
						"{\"due\":\"" + due(number) + "\",\"outcome\":\"ran\",\"late_ms\":0}");
		}
	}

	private static Recurring recurring(int number, boolean paused, Instant next) {
		return new Recurring("s" + number, "every 1h", "q", "A", paused, next,
				new PastOccurrence(due(number), "ran", null, Duration.ZERO));
	}

	private static Instant due(int number) {
		return Instant.parse("2026-11-20T02:00:" + number + "Z");
	}

	private static String history(int number) {
		return "resque:spring:schedule:s" + number + ":history";
	}

}
