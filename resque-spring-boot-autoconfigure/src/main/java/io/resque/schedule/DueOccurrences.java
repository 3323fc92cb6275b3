package io.resque.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.schedule.Schedule.Missed;
import io.resque.schedule.Schedule.Overlap;
import io.resque.schedule.Schedule.Policy;

/**
 * The occurrences of a schedule that have come, by its policy.
 *
 * @param run those to enqueue, in their order
 * @param missed how many are left out because they are too late, or not the last; at
 * least so many
 * @param firstMissed the first of these, or null
 * @param next the next occurrence after all of these; null when there is none
 */
record DueOccurrences(List<Instant> run, int missed, @Nullable Instant firstMissed, @Nullable Instant next) {

	/** Most jobs that are enqueued at a time. */
	private static final int MOST = 1000;

	/**
	 * Finds them.
	 * @param schedule the schedule
	 * @param rhythm its rhythm
	 * @param first its next occurrence
	 * @param now the present time
	 */
	static DueOccurrences of(Schedule schedule, Rhythm rhythm, Instant first, Instant now) {
		Policy policy = schedule.policy();
		// Several at once would overlap.
		boolean all = policy.missed() == Missed.ALL && policy.overlap() == Overlap.QUEUE;
		Instant oldest = now.minus(policy.missedWindow()).minus(policy.jitter());
		int late = 0;
		Instant firstLate = null;
		Instant candidate = first;
		if (first.isBefore(oldest)) {
			late = 1;
			firstLate = first;
			candidate = firstNotBefore(rhythm, first, oldest);
		}
		List<Instant> due = new ArrayList<>();
		while (candidate != null && !candidate.plus(jitter(schedule, candidate)).isAfter(now) && due.size() < MOST) {
			if (!all && !due.isEmpty()) {
				firstLate = (firstLate != null) ? firstLate : due.get(0);
				late++;
				due.clear();
			}
			due.add(candidate);
			candidate = after(rhythm, candidate);
		}
		return new DueOccurrences(due, late, firstLate, candidate);
	}

	/** Another part of the jitter for each occurrence, the same whoever asks. */
	static Duration jitter(Schedule schedule, Instant occurrence) {
		long most = schedule.policy().jitter().toMillis();
		return Duration.ofMillis((most > 0) ? Math.floorMod(
				31L * schedule.name().hashCode() + Long.hashCode(occurrence.toEpochMilli()) * 0x9E3779B97F4A7C15L, most)
				: 0);
	}

	private static @Nullable Instant firstNotBefore(Rhythm rhythm, Instant first, Instant bound) {
		return (rhythm instanceof EveryRhythm every) ? every.inPhase(first, bound) : after(rhythm, bound.minusNanos(1));
	}

	static @Nullable Instant after(Rhythm rhythm, Instant instant) {
		Occurrence occurrence = rhythm.after(instant);
		return (occurrence != null) ? occurrence.at() : null;
	}

}
