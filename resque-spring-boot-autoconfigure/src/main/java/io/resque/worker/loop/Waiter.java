package io.resque.worker.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Waits for a time to pass, for somebody to wake it, or for a condition to hold. A
 * wake-up that comes while nobody waits ends the next wait at once, so none is missed,
 * and costs next to nothing.
 */
public final class Waiter {

	private final AtomicLong wakeUps = new AtomicLong();

	private volatile int waiting;

	private long seen;

	/** Waits for the time to pass, or until woken since the last wait. */
	public synchronized void await(Duration time) throws InterruptedException {
		awaitChange(this.seen, System.nanoTime() + time.toNanos());
		this.seen = this.wakeUps.get();
	}

	/**
	 * Waits until a condition holds, looking again after each wake-up.
	 * @param condition the condition; evaluated without a lock
	 * @param timeout how long to wait at most
	 * @return whether it holds
	 */
	public boolean awaitUntil(BooleanSupplier condition, Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		long before = this.wakeUps.get();
		while (!condition.getAsBoolean()) {
			if (!awaitChange(before, deadline)) {
				return condition.getAsBoolean();
			}
			before = this.wakeUps.get();
		}
		return true;
	}

	/** Ends the present or the next wait, or has the condition looked at again. */
	public void wake() {
		this.wakeUps.incrementAndGet();
		if (this.waiting > 0) {
			synchronized (this) {
				notifyAll();
			}
		}
	}

	private synchronized boolean awaitChange(long before, long deadline) throws InterruptedException {
		this.waiting++;
		try {
			while (this.wakeUps.get() == before) {
				long millis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
				if (millis <= 0) {
					return false;
				}
				wait(millis);
			}
			return true;
		}
		finally {
			this.waiting--;
		}
	}

}
