package io.resque.actuate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.schedule.PastOccurrence;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.Rhythm;
import io.resque.schedule.Schedule;

/**
 * A page of schedules.
 *
 * @param scheduler name of the process that follows them, or null while nobody does
 * @param total how many there are in all
 * @param schedules those of the page, by their names
 */
public record ScheduleList(@Nullable String scheduler, long total, List<Recurring> schedules) {

	static ScheduleList of(ResqueSchedules schedules, Window window) {
		Collection<Schedule> all = schedules.all().values();
		return new ScheduleList(schedules.scheduler().orElse(null), all.size(),
				all.stream()
					.skip(window.start())
					.limit(window.limit())
					.map((schedule) -> schedule(schedules, schedule))
					.toList());
	}

	private static Recurring schedule(ResqueSchedules schedules, Schedule schedule) {
		String name = schedule.name();
		Rhythm rhythm = schedule.rhythm();
		return new Recurring(name, (rhythm != null) ? rhythm.text() : null, schedule.job().queue(),
				schedule.job().name(), schedules.isPaused(name), schedules.next(name).orElse(null),
				schedules.history(name).stream().findFirst().orElse(null));
	}

	/**
	 * A schedule.
	 *
	 * @param name its name
	 * @param rhythm when it is due, or null when it is only enqueued by hand
	 * @param queue queue of its job
	 * @param job name of its job
	 * @param paused whether it is paused
	 * @param next its next occurrence, or null when the scheduler has not seen it
	 * @param last its last occurrence, or null
	 */
	public record Recurring(String name, @Nullable String rhythm, String queue, String job, boolean paused,
			@Nullable Instant next, @Nullable PastOccurrence last) {
	}

}
