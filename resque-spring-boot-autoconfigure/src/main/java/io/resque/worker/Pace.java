package io.resque.worker;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How fast the slots of a pool start jobs, measured while they do: so many as they
 * started lately in a few milliseconds may wait beside them. Where jobs are long, none.
 */
final class Pace {

	/** How far ahead to fetch. */
	private static final long AHEAD = Duration.ofMillis(5).toNanos();

	/** Shorter stretches tell nothing. */
	private static final long SHORTEST = Duration.ofMillis(2).toNanos();

	private final int most;

	private final LongSupplier nanoClock;

	private final LongAdder starts = new LongAdder();

	private long countedStarts;

	private long countedAt;

	private int ahead;

	/**
	 * Creates a measure.
	 * @param most most jobs that may wait
	 * @param nanoClock a monotonic clock
	 */
	Pace(int most, LongSupplier nanoClock) {
		this.most = most;
		this.nanoClock = nanoClock;
		this.countedAt = nanoClock.getAsLong();
	}

	/** A slot starts a job. */
	void started() {
		this.starts.increment();
	}

	/** How many jobs may wait for a slot now. Called by one thread. */
	int ahead() {
		long now = this.nanoClock.getAsLong();
		long elapsed = now - this.countedAt;
		if (elapsed >= SHORTEST) {
			long count = this.starts.sum();
			this.ahead = (int) Math.min(this.most, (count - this.countedStarts) * AHEAD / elapsed);
			this.countedStarts = count;
			this.countedAt = now;
		}
		return this.ahead;
	}

}
