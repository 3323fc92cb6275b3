package io.resque.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedOperations;

/**
 * Delayed jobs, without saying which.
 *
 * @param jobs how many there are; null when counting them would hold Redis up
 * @param total how many seconds have some
 * @param seconds those of the page, the next one first
 */
public record DelayedList(@Nullable Long jobs, long total, List<Second> seconds) {

	private static final int COUNTED = 4_000;

	static DelayedList of(DelayedOperations delayed, Window window) {
		long total = delayed.countSeconds();
		List<Second> seconds = new ArrayList<>();
		delayed.seconds(window.start(), window.limit()).forEach((at, jobs) -> seconds.add(new Second(at, jobs)));
		return new DelayedList((total <= COUNTED) ? delayed.count() : null, total, seconds);
	}

	/**
	 * A second that has delayed jobs.
	 *
	 * @param at the second
	 * @param jobs how many there are
	 */
	public record Second(Instant at, long jobs) {
	}

}
