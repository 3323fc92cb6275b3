package io.resque;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a search through a stretch of the delayed jobs has found.
 *
 * @param found the jobs that are meant, the next one first
 * @param searched how many jobs were looked at since the first stretch
 * @param upTo when the last job is due that was looked at by this call; null when it
 * looked at none
 * @param next where to go on, or null when all were looked at
 */
public record FoundDelayed(List<Match> found, long searched, @Nullable Instant upTo, @Nullable DelayedCursor next) {

	/**
	 * A job that is meant.
	 *
	 * @param entry as it is shown
	 * @param job as it is
	 */
	public record Match(DelayedEntry entry, DelayedJob job) {
	}

}
