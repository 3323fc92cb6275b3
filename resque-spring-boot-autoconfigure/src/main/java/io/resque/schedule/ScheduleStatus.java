package io.resque.schedule;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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
}
