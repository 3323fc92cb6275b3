package io.resque.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTests {

	private final Progress progress = new Progress(Instant.parse("2026-11-27T02:00:00Z"), Instant.EPOCH);

	@Test
	void anotherTimeZoneIsAnotherRhythmUnlessTheScheduleNamesItsOwn() {
		String text = this.progress.text(schedule("UTC", "0 2 * * *"));
		assertThat(text).isEqualTo("1795744800000 0 0 2 * * * UTC");
		assertThat(Progress.of(text, schedule("UTC", "0 2 * * *"))).isEqualTo(this.progress);
		assertThat(Progress.of(text, schedule("Europe/Berlin", "0 2 * * *"))).isNull();
		assertThat(Progress.of(text, schedule("Europe/Berlin", "0 2 * * * UTC"))).isEqualTo(this.progress);
	}

	private static Schedule schedule(String zone, String cron) {
		return new ScheduleReader(new JobCodec(new ResqueJson(JsonProfile.CLASSIC)), new JobRegistry(List.of()),
				ZoneId.of(zone))
			.read("nightly", Map.of("cron", cron, "class", "A", "queue", "q"));
	}

}
