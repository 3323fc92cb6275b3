package io.resque.worker.fork;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * When to try again after children could not be started: after 1, 2, 4 and up to 30
 * seconds, until one of them has had a job.
 */
final class StartBackOff {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final int MOST_DOUBLINGS = 5;

	/** Every so many failures are announced, beside the first. */
	private static final int REPEAT = 10;

	private final LongSupplier nanoClock;

	private int failures;

	private long notBefore;

	/**
	 * Creates one.
	 * @param nanoClock a monotonic clock
	 */
	StartBackOff(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.notBefore = nanoClock.getAsLong();
	}

	/** How long to wait before the next start; not positive when it may come. */
	synchronized Duration left() {
		return Duration.ofNanos(this.notBefore - this.nanoClock.getAsLong());
	}

	synchronized boolean anyFailed() {
		return this.failures > 0;
	}

	/** A child had a job. */
	synchronized void worked() {
		this.failures = 0;
	}

	/**
	 * A start has failed. Those that were started together fail together, and count once.
	 * @return when to try again, where that is worth announcing
	 */
	synchronized @Nullable Duration failed() {
		if (left().compareTo(Duration.ZERO) > 0) {
			return null;
		}
		Duration pause = SHORTEST.multipliedBy(1L << Math.min(this.failures, MOST_DOUBLINGS));
		pause = (pause.compareTo(LONGEST) < 0) ? pause : LONGEST;
		this.notBefore = this.nanoClock.getAsLong() + pause.toNanos();
		return (this.failures++ % REPEAT == 0) ? pause : null;
	}

}
