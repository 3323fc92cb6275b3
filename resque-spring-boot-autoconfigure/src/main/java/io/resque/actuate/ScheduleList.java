package io.resque.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.schedule.PastOccurrence;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.Rhythm;
import io.resque.schedule.Schedule;
import io.resque.schedule.ScheduleStatus;

/**
 * A page of schedules.
 *
 * @param scheduler name of the process that follows them, or null while nobody does
 * @param total how many there are in all
 * @param schedules those of the page, by their names
 */
public record ScheduleList(@Nullable String scheduler, long total, List<Recurring> schedules) {

	static ScheduleList of(ResqueSchedules schedules, Window window) {
		List<ScheduleStatus> all = schedules.statuses();
		List<ScheduleStatus> shown = all.stream().skip(window.start()).limit(window.limit()).toList();
		Map<String, PastOccurrence> last = schedules
			.last(shown.stream().map((status) -> status.schedule().name()).toList());
		return new ScheduleList(schedules.scheduler().orElse(null), all.size(),
				shown.stream().map((status) -> recurring(status, last.get(status.schedule().name()))).toList());
	}

	private static Recurring recurring(ScheduleStatus status, @Nullable PastOccurrence last) {
		Schedule schedule = status.schedule();
		Rhythm rhythm = schedule.rhythm();
		return new Recurring(schedule.name(), (rhythm != null) ? rhythm.text() : null, schedule.job().queue(),
				schedule.job().name(), status.paused(), status.next(), last);
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
