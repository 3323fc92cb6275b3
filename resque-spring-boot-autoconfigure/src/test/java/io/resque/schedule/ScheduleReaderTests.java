package io.resque.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.OnCrash;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.schedule.Schedule.Missed;
import io.resque.schedule.Schedule.Overlap;
import io.resque.schedule.Schedule.Policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScheduleReaderTests {

	private final ScheduleReader reader = new ScheduleReader(new JobCodec(new ResqueJson(JsonProfile.CLASSIC)),
			new JobRegistry(List
				.of(new JobDefinition("Archive", "file_serve", List.of(), OnCrash.REQUEUE, Object.class, (context) -> {
				}))),
			ZoneId.of("Europe/Berlin"));

	@Test
	void classIsTheNameAndQueueThatOfTheJob() {
		Schedule schedule = this.reader.read("Archive", Map.of("cron", "0 2 * * *"));
		assertThat(schedule.job()).isEqualTo(new Job("file_serve", "Archive", List.of()));
		assertThat(schedule.policy())
			.isEqualTo(new Policy(Missed.NONE, Duration.ofMinutes(1), Duration.ZERO, Overlap.QUEUE));
		assertThat(schedule.rhythm().text()).isEqualTo("0 2 * * *");
		assertThat(schedule.rhythm().after(Instant.parse("2026-11-26T12:00:00Z")).at())
			.hasToString("2026-11-27T01:00:00Z");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"x"             | [x]
			7               | [7]
			[1, [2, 3]]     | [1, [2, 3]]
			{"k": [1, 2]}   | [{k=[1, 2]}]
			null            | []
			""")
	void argsAreOneOrSeveral(String json, String args) {
		assertThat(read("{\"every\":\"1h\",\"class\":\"A\",\"queue\":\"q\",\"args\":" + json + "}").job().args())
			.hasToString(args);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					{"cron":"0 2 * * * Nowhere/City","class":"A","queue":"q"} | Nowhere/City at column 11 is no time zone
					{"cron":"0 0 30 2 *","class":"A","queue":"q"}              | at column 5 is no day of any such month: it would never run
					{"every":"-5m","class":"A","queue":"q"}                    | column 1
					{"every":"500ms","class":"A","queue":"q"}                  | 'every' must be at least 1s, but is 500ms
					{"every":["1h",{"first_in":"soon"}],"class":"A","queue":"q"} | soon
					{"every":"1h","class":"A"}                                 | it has no 'queue', and no job with one is registered here under the name A
					{"every":"1h","class":7,"queue":"q"}                       | 'class' must be a text, but is 7
					{"every":"1h","class":"A","queue":"a,b"}                   | a comma separates queues
					{"every":"1h","class":"A","queue":"q","missed":"some"}     | 'missed' must be one of [none, one, all], but is 'some'
					{"every":"1h","class":"A","queue":"q","overlap":"no"}      | 'overlap' must be one of [queue, skip, cancel], but is 'no'
					{"every":"1h","class":"A","queue":"q","custom_job_class":"B"} | only Ruby's scheduler can run
					{"every":"1h",                                             | it is no JSON
					[1]                                                        | it is JSON, but no object
					""")
	void whatCannotBeUsedIsRefusedWithItsFault(String json, String fault) {
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> read(json))
			.withMessageStartingWith("The schedule 'nightly' cannot be used: ")
			.withMessageContaining(fault);
	}

	@Test
	void whatIsHugeIsRefusedInShort() {
		String huge = "1".repeat(10 * 1024 * 1024);
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> this.reader.read("nightly", Map.of("cron", huge, "class", "A", "queue", "q")))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(600));
		assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> read("{\"cron\":\"" + huge + "\"}"))
			.withMessageContaining("more than 65536");
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> this.reader.read(huge, Map.of("every", "1h", "class", "A", "queue", "q")))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(600));
	}

	private Schedule read(String json) {
		return this.reader.read("nightly", json.getBytes());
	}

}
