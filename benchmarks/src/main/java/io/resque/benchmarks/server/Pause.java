package io.resque.benchmarks.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waiting of the harness itself.
 */
public final class Pause {

	private static final long SHORTEST_MICROS = 500;

	private static final long LONGEST_MICROS = 20_000;

	private Pause() {
	}

	/** Waits. */
	public static void ofMillis(long millis) {
		ofMicros(millis * 1000);
	}

	/** Waits. */
	public static void ofMicros(long micros) {
		try {
			TimeUnit.MICROSECONDS.sleep(micros);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	/**
	 * Waits until something is true, and finds it with an error of one percent: each look
	 * costs what is measured a little of the machine.
	 * @param what what is waited for, for the message
	 * @param atMost how long to wait
	 * @param condition what must become true
	 */
	public static void until(String what, Duration atMost, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			long waited = System.nanoTime() - start;
			if (waited > atMost.toNanos()) {
				throw new IllegalStateException("Not within " + atMost + ": " + what);
			}
			ofMicros(Math.min(LONGEST_MICROS, Math.max(SHORTEST_MICROS, waited / 100_000)));
		}
	}

}
