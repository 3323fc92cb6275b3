package io.resque.sample.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what another process does.
 */
final class Polling {

	private static final Duration PAUSE = Duration.ofMillis(20);

	private Polling() {
	}

	/** Returns whether the condition came true in time. */
	static boolean until(BooleanSupplier condition, Duration atMost) {
		long deadline = System.nanoTime() + atMost.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
				return false;
			}
			pause();
		}
		return true;
	}

	static void pause() {
		LockSupport.parkNanos(PAUSE.toNanos());
	}

}
