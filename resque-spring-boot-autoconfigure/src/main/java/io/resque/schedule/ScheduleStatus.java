package io.resque.schedule;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.json.PayloadText;
import io.resque.json.ResqueJson;

/**
 * A schedule and where it stands, for people to look at.
 *
 * @param schedule the schedule
 * @param args the arguments of its job as JSON text, shortened, without what looks like a
 * secret
 * @param settings its settings by Ruby's names, each as JSON text of the same kind
 * @param paused whether its occurrences pass without its job
 * @param next when the next occurrence comes; null when the scheduler has not seen it
 * yet, or when there is none
 */
public record ScheduleStatus(Schedule schedule, String args, Map<String, String> settings, boolean paused,
		@Nullable Instant next) {

	static ScheduleStatus of(Schedule schedule, @Nullable String state, boolean paused, ResqueJson json) {
		String job = schedule.job().name();
		Map<String, String> settings = new LinkedHashMap<>();
		schedule.settings().forEach((name, value) -> settings.put(name, PayloadText.setting(job, name, value, json)));
		Progress progress = Progress.of(state, schedule);
		return new ScheduleStatus(schedule, PayloadText.args(job, schedule.job().args(), json), settings, paused,
				(progress != null) ? progress.next() : null);
	}

}
