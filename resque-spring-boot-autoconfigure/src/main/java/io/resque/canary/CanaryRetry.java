package io.resque.canary;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A canary retry and how far it has come.
 *
 * @param id names it
 * @param plan how it goes
 * @param phase where it is
 * @param counts what became of the jobs
 * @param searched how many entries were looked at
 * @param of how many there were; 0 before the first look
 * @param startedAt when it was started
 * @param reason why it is in this phase, or null
 */
public record CanaryRetry(String id, CanaryPlan plan, CanaryPhase phase, Counts counts, long searched, long of,
		Instant startedAt, @Nullable String reason) {

	/**
	 * What became of the jobs.
	 *
	 * @param sent how many went back to their queues; after a crash some of these may
	 * still be where they were
	 * @param passed how many of them were performed
	 * @param failed how many did not pass: they threw, or run again later
	 * @param refused how many are meant and cannot be retried
	 */
	public record Counts(long sent, long passed, long failed, long refused) {
	}

}
