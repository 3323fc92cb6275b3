package io.resque.dashboard.page;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedEntry;

/**
 * A second that has delayed jobs.
 *
 * @param at the second
 * @param size number of jobs; -1 when its key is no list
 * @param first its first job, or null
 */
public record DelayedRow(Instant at, long size, @Nullable DelayedEntry first) {

	/** Whether its key is a list. */
	public boolean isList() {
		return this.size >= 0;
	}

	/** The second in an address. */
	public long second() {
		return this.at.getEpochSecond();
	}

	/** Whether it has a page: other programs leave seconds that no clock shows. */
	public boolean isShown() {
		return isList() && second() >= 0 && second() <= PageParameters.LAST_SECOND;
	}

}
