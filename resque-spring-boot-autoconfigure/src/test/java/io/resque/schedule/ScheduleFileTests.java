package io.resque.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ByteArrayResource;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.event.ResqueEvents;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ScheduleStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class ScheduleFileTests {

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final ScheduleReader reader = new ScheduleReader(this.codec, new JobRegistry(List.of()), ZoneId.of("UTC"));

	@Test
	void theFileOfARubyApplicationStaysAsItIs() {
		Map<String, Map<String, Object>> file = read("""
				CancelAbandonedOrders:
				  cron: "*/30 0 2 * * * Europe/Berlin"
				  queue: low
				:clear_leaderboards:
				  :every:
				    - 1h
				    - :first_in: 120s
				  :class: ClearLeaderboards
				  queue: :low
				  args: &boards [contributors, { top: 10 }, ":quoted"]
				  persist: true
				  custom_job_class: Resque::Job
				report:
				  never:
				  queue: low
				  args: *boards
				  parameters: { day: { description: Which day, default: 1 } }
				empty: { every: 30, queue: low, args: }
				""");
		assertThat(file).containsOnlyKeys("CancelAbandonedOrders", "clear_leaderboards", "report", "empty");
		assertThat(new String(this.codec.json().encode(file.get("clear_leaderboards")), StandardCharsets.UTF_8))
			.isEqualTo("{\"every\":[\"1h\",{\"first_in\":\"120s\"}],\"class\":\"ClearLeaderboards\",\"queue\":\"low\","
					+ "\"args\":[\"contributors\",{\"top\":10},\":quoted\"],\"custom_job_class\":\"Resque::Job\"}");
		assertThat(schedule(file, "empty").job()).isEqualTo(new Job("low", "empty", List.of()));
		assertThat(schedule(file, "clear_leaderboards").firstIn()).isEqualTo(Duration.ofMinutes(2));
		assertThat(schedule(file, "CancelAbandonedOrders").rhythm()).isNotNull();
		assertThat(schedule(file, "report").rhythm()).isNull();
	}

	@Test
	void argumentsAreThoseOfRuby() {
		Map<String, Map<String, Object>> file = read("""
				a: { every: 1h, queue: q, args: [{ 1: a, on: b }, { '0': c, '1': d }, '', 1.5, null, yes] }
				b: { every: 1h, queue: q, args: '' }
				on: { every: 1h, queue: q }
				""");
		assertThat(schedule(file, "a").job().args()).hasToString("[{1=a, true=b}, {0=c, 1=d}, , 1.5, null, true]");
		assertThat(schedule(file, "b").job().args()).hasToString("[]").hasSize(1);
		assertThat(file).containsKey("true");
	}

	@Test
	void defaultsThatAllSchedulesShareAreNoReasonToRefuse() {
		StringBuilder yaml = new StringBuilder("x: &defaults { every: 1h, queue: q }\n");
		for (int i = 0; i < 200; i++) {
			yaml.append("s").append(i).append(": { <<: *defaults, args: ").append(i).append(" }\n");
		}
		assertThat(read(yaml.toString())).hasSize(201)
			.containsEntry("s7", Map.of("every", "1h", "queue", "q", "args", 7));
		assertThat(read("{}")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					a: b                                            | there are no settings below a, but b
					a:§  cron: [                                    | line 2, column 10
					a: { every: 1h, at: !ruby/object:X {} }         | line 1, column 21
					a: { every: 1h, args: 2026-01-01 }              | below a there is a Date, which JSON does not have: write it in quotes
					a: { every: 1h, args: [.nan] }                  | below a there is a Double
					a: { every: 1h, args: &x [*x] }                 | a contains itself, or far too much
					- a                                             | it has no schedules by their names; one without any says {}
					# nothing                                       | it has no schedules by their names; one without any says {}
					a: {}§---§a: {}                                 | it has 2 documents instead of one
					a: {}§a: {}                                     | found duplicate key a
					a: {}§:a: {}                                    | found duplicate key a
					1: {}§'1': {}                                   | 1 is there twice
					a: { args: { 1: x, '1': y } }                   | 1 is there twice below a
					a: [:b]                                         | expected the node content, but found ':'
					a: { every: <%= 1 %> }                          | ERB (<% … %>) is not evaluated
					a: &a [x,x,x,x,x,x,x,x,x]§b: &b [*a,*a,*a,*a,*a,*a,*a,*a]§c: { args: [*b,*b,*b] } | there are no settings below a
					""")
	void aFileThatIsNoneIsRefusedWithItsFault(String content, String fault) {
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> read(content.replace('§', '\n')))
			.withMessageStartingWith("The schedules in Byte array resource [schedule.yml] cannot be read: ")
			.withMessageContaining(fault);
	}

	@Test
	void aBombIsRefused() {
		StringBuilder yaml = new StringBuilder("a:\n  l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n");
		for (int i = 1; i < 9; i++) {
			String last = "*l" + (i - 1);
			yaml.append("  l").append(i).append(": &l").append(i).append(" [").append(last);
			yaml.append((", " + last).repeat(9)).append("]\n");
		}
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> read(yaml.toString()))
			.withMessageEndingWith("a contains itself, or far too much");
		String long10 = "a: { every: 1h, args: " + "x".repeat(10_000_000) + " }";
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> read(long10))
			.withMessageEndingWith("it has more than 1048576 characters");
	}

	@Test
	void aWrongSettingNamesItsPlace() {
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> declare("a: { every: 1h, queue: q, overlap: no }"))
			.withMessage("The schedule 'a' cannot be used: 'overlap' must be a text, but is false: YAML takes yes, no, "
					+ "on and off for that, unless in quotes (Byte array resource [schedule.yml])");
		Declarations declarations = new Declarations(this.codec.json())
			.add(new DeclarationSettings(Map.of("a", Map.of("every", "1h"))));
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> declarations.add(file("a: { every: 1h }")))
			.withMessage("The schedule 'a' cannot be used: it is declared twice: property resque.schedule.a, and "
					+ "Byte array resource [schedule.yml]");
	}

	private void declare(String yaml) {
		new DeclaredSchedules(mock(ScheduleStore.class), this.reader, this.codec,
				new Declarations(this.codec.json()).add(file(yaml)), "test", mock(ResqueEvents.class));
	}

	private Schedule schedule(Map<String, Map<String, Object>> file, String name) {
		return this.reader.read(name, this.codec.json().encode(file.get(name)));
	}

	private static Map<String, Map<String, Object>> read(String yaml) {
		return ScheduleFile.read(file(yaml));
	}

	private static ByteArrayResource file(String yaml) {
		return new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "schedule.yml");
	}

}
