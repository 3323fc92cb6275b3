package io.resque.worker.lease;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;

import io.resque.worker.loop.Waiter;

/**
 * One life of this process in Redis. While the lease holds, its jobs are its own; once
 * lost, it never comes back: the process goes on under a new one. Judged by the monotonic
 * clock of this machine, from the moment a renewal was sent.
 */
public final class Lease {

	private static final SecureRandom random = new SecureRandom();

	private final String id;

	private final Duration span;

	private final LongSupplier nanoClock;

	private long renewedAt;

	private long renewingSince;

	private boolean gap = true;

	private boolean lost;

	private final Waiter changes = new Waiter();

	Lease(Duration span, LongSupplier nanoClock) {
		byte[] bytes = new byte[8];
		random.nextBytes(bytes);
		this.id = HexFormat.of().formatHex(bytes);
		this.span = span;
		this.nanoClock = nanoClock;
		this.renewedAt = nanoClock.getAsLong() - span.toNanos();
	}

	/** Random id of the process in this life, 16 hex digits. */
	public String id() {
		return this.id;
	}

	/** Whether the lease certainly holds now. */
	public synchronized boolean held() {
		return !this.lost && this.nanoClock.getAsLong() - this.renewedAt < this.span.toNanos();
	}

	/** Whether the lease is lost for good. */
	public synchronized boolean lost() {
		return this.lost;
	}

	/**
	 * Waits while the lease has run out but may still be renewed (Redis does not answer).
	 * @return whether it holds; false when it is lost or the thread was interrupted
	 */
	public boolean awaitHeld() {
		try {
			while (!this.changes.awaitUntil(() -> lost() || held(), this.span)) {
				missed();
			}
			return !lost();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Whether it has been renewed without a gap for as long as it holds: only then others
	 * may be judged by it.
	 */
	synchronized boolean steady() {
		return held() && !this.gap && this.nanoClock.getAsLong() - this.renewingSince >= this.span.toNanos();
	}

	/** A renewal that was sent at the given time succeeded. */
	synchronized void renewed(long sentAt) {
		if (this.gap || sentAt - this.renewedAt > this.span.toNanos() * 2 / 3) {
			this.renewingSince = sentAt;
			this.gap = false;
		}
		this.renewedAt = sentAt;
		this.changes.wake();
	}

	/** A renewal failed. */
	synchronized void missed() {
		this.gap = true;
	}

	/** Another process took the jobs, or Redis no longer knows the lease. */
	synchronized boolean lose() {
		boolean news = !this.lost;
		this.lost = true;
		this.changes.wake();
		return news;
	}

}
