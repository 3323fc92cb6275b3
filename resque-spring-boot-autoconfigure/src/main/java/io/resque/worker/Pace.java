package io.resque.worker;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How fast the slots of a pool get done with jobs, measured while they work: as many as
 * ended lately in a few milliseconds may wait beside those that run, and will start as
 * soon. Where jobs are long, none.
 */
final class Pace {

	/** How far ahead to fetch. */
	private static final long AHEAD = Duration.ofMillis(5).toNanos();

	/** Shorter stretches tell nothing. */
	private static final long SHORTEST = Duration.ofMillis(2).toNanos();

	private final int most;

	private final LongSupplier nanoClock;

	private final LongAdder ends = new LongAdder();

	private long countedEnds;

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

	/** A job has ended. */
	void ended() {
		this.ends.increment();
	}

	/** How many jobs may wait for a slot now. Called by one thread. */
	int ahead() {
		long now = this.nanoClock.getAsLong();
		long elapsed = now - this.countedAt;
		if (elapsed >= SHORTEST) {
			long count = this.ends.sum();
			this.ahead = (int) Math.min(this.most, (count - this.countedEnds) * AHEAD / elapsed);
			this.countedEnds = count;
			this.countedAt = now;
		}
		return this.ahead;
	}

}
