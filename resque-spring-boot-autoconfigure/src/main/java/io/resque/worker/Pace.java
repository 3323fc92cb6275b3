package io.resque.worker;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How fast the slots of a pool get done with jobs, measured while they work: as many as
 * ended lately in a few milliseconds may wait beside those that run, and will start as
 * soon. Where jobs are long, none: long jobs that started together end together, which is
 * no fast pace.
 */
final class Pace {

	/** How far ahead to fetch. */
	private static final long AHEAD = Duration.ofMillis(10).toNanos();

	/** Shorter stretches tell nothing. */
	private static final long SHORTEST = Duration.ofMillis(2).toNanos();

	/** The round trip of a fetch is nothing beside such a job. */
	private static final long LONG_JOB = Duration.ofMillis(20).toNanos();

	private final int most;

	private final LongSupplier nanoClock;

	private final LongAdder ends = new LongAdder();

	private final LongAdder busy = new LongAdder();

	private long countedEnds;

	private long countedBusy;

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

	/** A job has ended, which had its slot for so many nanoseconds. */
	void ended(long nanos) {
		this.busy.add(nanos);
		this.ends.increment();
	}

	/** How many jobs have ended. */
	long ends() {
		return this.ends.sum();
	}

	/** How many jobs may wait for a slot now. Called by one thread at a time. */
	int ahead() {
		long now = this.nanoClock.getAsLong();
		long elapsed = now - this.countedAt;
		if (elapsed >= SHORTEST) {
			long count = this.ends.sum();
			long time = this.busy.sum();
			this.ahead = ahead(count - this.countedEnds, time - this.countedBusy, elapsed);
			this.countedEnds = count;
			this.countedBusy = time;
			this.countedAt = now;
		}
		return this.ahead;
	}

	private int ahead(long jobs, long busyTime, long elapsed) {
		long mean = (jobs > 0) ? busyTime / jobs : 0;
		return (mean < LONG_JOB) ? (int) Math.min(this.most, jobs * AHEAD / Math.max(elapsed, mean)) : 0;
	}

}
