package io.resque.benchmarks.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waiting of the harness itself.
 */
public final class Pause {

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
	 * Waits until something is true.
	 * @param what what is waited for, for the message
	 * @param atMost how long to wait
	 * @param condition what must become true
	 */
	public static void until(String what, Duration atMost, BooleanSupplier condition) {
		long deadline = System.nanoTime() + atMost.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("Not within " + atMost + ": " + what);
			}
			ofMicros(500);
		}
	}

}
