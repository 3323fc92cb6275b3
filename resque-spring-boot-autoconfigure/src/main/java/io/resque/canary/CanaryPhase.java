package io.resque.canary;

/**
 * Where a canary retry is.
 */
public enum CanaryPhase {

	/** The first jobs are retried, and it waits for what becomes of them. */
	FIRST,

	/** Enough of them have passed: the others follow, at the rate of the plan. */
	GOING_ON,

	/** All that were meant were retried. */
	DONE,

	/** Too many did not pass, or nothing was heard of them. */
	STOPPED,

	/** Somebody has cancelled it. */
	CANCELLED;

	/** Whether it goes on by itself. */
	public boolean isActive() {
		return this == FIRST || this == GOING_ON;
	}

}
