package io.resque.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueException;
import io.resque.ResqueTemplate;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class ScheduleChangeTests {

	private static final String SCHEDULES = "resque:persistent_schedules";

	private static final String CHANGED = "resque:schedules_changed";

	/** As resque-scheduler writes one, with members that only a plugin knows. */
	private static final String RUBYS = "{\"class\":\"Report\",\"every\":[\"1h\",{\"first_in\":\"5m\",\"tag\":\"x\"}],"
			+ "\"queue\":\"low\",\"args\":{\"top\":10.5,\"of\":[null,\"é\"]},\"description\":\"old\","
			+ "\"rails_env\":\"production\",\"custom\":{\"deep\":[1,2,{\"n\":12345678901234567890}]},"
			+ "\"parameters\":{\"day\":{\"default\":7}},\"flag\":false}";

	private final StringRedisTemplate redis;

	private final ResqueSchedules schedules;

	ScheduleChangeTests(RedisServer server) {
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		JobRegistry registry = new JobRegistry(List.of());
		this.schedules = new SchedulerServices(resque, registry, codec, List.of(), TestFailures.recorder(),
				new RecordedEvents().events(), Clock.systemUTC())
			.schedules(new SchedulerSettings(null, Duration.ofSeconds(10), "", ZoneId.of("UTC"), List.of(), null),
					new ResqueTemplate(resque, registry, codec, List.of(), null));
	}

	@Test
	void whatIsNotSaidStaysInAScheduleOfRuby() {
		this.redis.opsForHash().put(SCHEDULES, "report", RUBYS);
		Schedule changed = this.schedules.change("report", change("", "1h", "low", "Report", null, "new"));
		assertThat(changed.description()).isEqualTo("new");
		assertThat(stored("report")).isEqualTo(RUBYS.replace("\"old\"", "\"new\""));
		assertThat(this.redis.opsForSet().members(CHANGED)).containsExactly("report");
	}

	@Test
	void whatIsSaidTakesThePlaceOfWhatWas() {
		this.redis.opsForHash().put(SCHEDULES, "report", RUBYS);
		this.schedules.change("report", change("0 3 * * *", "1h", "high", "Digest", "[1,\"two\"]", "old"));
		assertThat(stored("report")).doesNotContain("every", "1h", "\"top\"")
			.contains("\"cron\":\"0 3 * * *\"", "\"class\":\"Digest\"", "\"queue\":\"high\"", "\"args\":[1,\"two\"]",
					"\"custom\":{\"deep\":[1,2,{\"n\":12345678901234567890}]}",
					"\"parameters\":{\"day\":{\"default\":7}}", "\"flag\":false", "\"rails_env\":\"production\"");
		this.schedules.change("report", change("", "2h", "high", "Digest", null, ""));
		assertThat(stored("report")).contains("\"every\":\"2h\"", "\"args\":[1,\"two\"]", "\"flag\":false")
			.doesNotContain("cron", "first_in");
		this.schedules.change("report", change("", "", "high", "Digest", null, ""));
		assertThat(stored("report")).contains("\"never\":true", "\"flag\":false").doesNotContain("every", "cron");
		assertThat(this.schedules.get("report").orElseThrow().rhythm()).isNull();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "cron, 61 * * * *, ``, low, Report, `[]`", "cron, 0 2 * * * Mars/Base, ``, low, Report, `[]`",
					"every, ``, 1 fortnight, low, Report, `[]`", "every, ``, PT0.1S, low, Report, `[]`",
					"queue, ``, 1h, `a,b`, Report, `[]`", "queue, ``, 1h, ``, Report, `[]`",
					"class, ``, 1h, low, ``, `[]`", "args, ``, 1h, low, Report, `[1`",
					"args, ``, 1h, low, Report, `[\"•••\"]`" })
	void whatCannotBeUsedChangesNothingAndSaysWhichSetting(String setting, String cron, String every, String queue,
			String job, String args) {
		this.redis.opsForHash().put(SCHEDULES, "report", RUBYS);
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> this.schedules.change("report", change(cron, every, queue, job, args, "")))
			.satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo(setting);
				assertThat(ex).hasMessage("The schedule 'report' cannot be used: " + ex.problem());
			});
		assertThat(stored("report")).isEqualTo(RUBYS);
		assertThat(this.redis.hasKey(CHANGED)).isFalse();
	}

	@Test
	void aScheduleThatIsNotThereIsNotChanged() {
		assertThatExceptionOfType(ResqueException.class)
			.isThrownBy(() -> this.schedules.change("gone", change("", "1h", "q", "A", null, "")))
			.withMessage("There is no schedule with the name 'gone'");
		assertThat(this.redis.hasKey(SCHEDULES)).isFalse();
	}

	@Test
	void aNewOneIsWhatRubyWouldPersist() {
		assertThat(this.schedules.create("night & day", change("0 2 * * *", "", "low", "Report", "{\"day\":1}", "d")))
			.isPresent();
		assertThat(stored("night & day")).isEqualTo("{\"cron\":\"0 2 * * *\",\"class\":\"Report\",\"queue\":\"low\","
				+ "\"args\":{\"day\":1},\"description\":\"d\"}");
		assertThat(this.redis.opsForSet().members(CHANGED)).containsExactly("night & day");
		this.schedules.create("by hand", change("", "", "low", "Report", null, ""));
		assertThat(stored("by hand")).isEqualTo("{\"never\":true,\"class\":\"Report\",\"queue\":\"low\"}");
	}

	@Test
	void aNewOneNeverTakesThePlaceOfAnother() {
		this.redis.opsForHash().put(SCHEDULES, "report", RUBYS);
		this.redis.opsForHash().put(SCHEDULES, "broken", "no JSON");
		for (String name : List.of("report", "broken")) {
			assertThat(this.schedules.create(name, change("", "1h", "q", "A", null, ""))).isEmpty();
		}
		assertThat(this.redis.opsForHash().entries(SCHEDULES)).isEqualTo(Map.of("report", RUBYS, "broken", "no JSON"));
		assertThat(this.redis.hasKey(CHANGED)).isFalse();
	}

	@Test
	void ofManyWhoMakeTheSameOneOnlyOneDoes() {
		List<CompletableFuture<Boolean>> all = IntStream.range(0, 40)
			.mapToObj((number) -> CompletableFuture.supplyAsync(
					() -> this.schedules.create("same", change("", "1h", "q", "A" + number, null, "")).isPresent()))
			.toList();
		assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
		int winner = IntStream.range(0, 40).filter((number) -> all.get(number).join()).findFirst().orElseThrow();
		assertThat(stored("same")).contains("\"A" + winner + "\"");
	}

	@ParameterizedTest
	@CsvSource({ "'', it is empty", "'  ', it is empty", "'a\tb', control character" })
	void aNameThatCannotBeUsedIsRefused(String name, String problem) {
		assertRefused(name, problem);
		assertRefused("n".repeat(256), "longer than 255");
	}

	private void assertRefused(String name, String problem) {
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> this.schedules.create(name, change("", "1h", "q", "A", null, "")))
			.satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo("name");
				assertThat(ex.problem()).contains(problem);
			});
		assertThat(this.redis.hasKey(SCHEDULES)).isFalse();
	}

	private String stored(String name) {
		return this.redis.<String, String>opsForHash().get(SCHEDULES, name);
	}

	private static ScheduleChange change(String cron, String every, String queue, String job, @Nullable String args,
			String description) {
		return new ScheduleChange(cron, every, queue, job, args, description);
	}

}
