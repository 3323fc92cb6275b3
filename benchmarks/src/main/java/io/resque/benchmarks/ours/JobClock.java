package io.resque.benchmarks.ours;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import io.resque.benchmarks.server.Pause;

/**
 * What the no-op job of every contender does: it counts, and the first one starts the
 * clock.
 */
public final class JobClock {

	private static final LongAdder performed = new LongAdder();

	private static volatile long first;

	private JobClock() {
	}

	/** Sets everything to zero. */
	public static void reset() {
		performed.reset();
		first = 0;
	}

	/** The job. */
	public static void perform() {
		if (first == 0) {
			start();
		}
		performed.increment();
	}

	/** How many jobs have run. */
	public static long performed() {
		return performed.sum();
	}

	/** When the first job ran. */
	public static long startedAt() {
		return first;
	}

	/** Waits until so many jobs have run. */
	public static void await(long jobs) {
		Pause.until(jobs + " jobs have run", Duration.ofMinutes(3), () -> performed() >= jobs);
	}

	private static synchronized void start() {
		if (first == 0) {
			first = System.nanoTime();
		}
	}

}
