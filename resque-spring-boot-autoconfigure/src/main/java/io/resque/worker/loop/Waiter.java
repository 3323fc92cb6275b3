package io.resque.worker.loop;

import java.time.Duration;

/**
 * Waits until a time has passed or somebody wakes it. A wake-up that comes while nobody
 * waits ends the next wait at once, so none is missed.
 */
public final class Waiter {

	private boolean woken;

	/** Waits; returns early when woken, and now and then without a reason. */
	public synchronized void await(Duration time) throws InterruptedException {
		if (!this.woken && time.toMillis() > 0) {
			wait(time.toMillis());
		}
		this.woken = false;
	}

	/** Ends the present or the next wait. */
	public synchronized void wake() {
		this.woken = true;
		notifyAll();
	}

}
