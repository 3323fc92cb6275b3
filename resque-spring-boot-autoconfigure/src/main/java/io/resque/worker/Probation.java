package io.resque.worker;

import java.time.Duration;

/**
 * Lets suspects start one at a time: the next one only when the last has ended, or has
 * run for a second without taking the process down. So a job that kills within
 * milliseconds dies alone.
 */
final class Probation {

	/** How long the next waits for the end of the last. */
	static final Duration SPAN = Duration.ofSeconds(1);

	private static final long NOBODY = 0;

	private static final long RESERVED = -1;

	private final Runnable whenFree;

	private volatile long holder = NOBODY;

	private long since;

	private volatile long refused;

	Probation(Runnable whenFree) {
		this.whenFree = whenFree;
	}

	/** Reserves the place for a suspect that a fetch may bring. */
	synchronized boolean reserve() {
		if (this.holder != NOBODY && (this.holder == RESERVED || System.nanoTime() - this.since < SPAN.toNanos())) {
			this.refused++;
			return false;
		}
		this.holder = RESERVED;
		return true;
	}

	/**
	 * How many fetches had to leave suspects where they were: a queue that one of them
	 * saw empty may have one.
	 */
	long refused() {
		return this.refused;
	}

	/** The fetch brought none. */
	synchronized void cancel() {
		if (this.holder == RESERVED) {
			this.holder = NOBODY;
		}
	}

	/** The fetch brought this one. */
	synchronized void fetched(long token) {
		if (this.holder == RESERVED) {
			this.holder = token;
			this.since = System.nanoTime();
		}
	}

	/** This one starts now. */
	synchronized void starts(long token) {
		if (this.holder == token) {
			this.since = System.nanoTime();
		}
	}

	/** This one has ended. */
	void ended(long token) {
		// Read without the lock first: nearly all jobs are no suspects.
		if (this.holder == token && leaves(token)) {
			this.whenFree.run();
		}
	}

	private synchronized boolean leaves(long token) {
		boolean holds = this.holder == token;
		if (holds) {
			this.holder = NOBODY;
		}
		return holds;
	}

}
