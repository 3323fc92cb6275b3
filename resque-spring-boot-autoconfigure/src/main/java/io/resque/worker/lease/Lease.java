package io.resque.worker.lease;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
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

	private volatile long renewedAt;

	private Instant redisTime = Instant.EPOCH;

	private long renewingSince;

	private boolean gap = true;

	private volatile boolean lost;

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
	public boolean held() {
		return !this.lost && this.nanoClock.getAsLong() - this.renewedAt < this.span.toNanos();
	}

	/** Whether the lease is lost for good. */
	public boolean lost() {
		return this.lost;
	}

	/**
	 * Waits while the lease has run out but may still be renewed (Redis does not answer).
	 * @return whether it holds; false when it is lost
	 */
	public boolean awaitHeld() throws InterruptedException {
		while (!this.changes.awaitUntil(() -> lost() || held(), this.span)) {
			missed();
		}
		return !lost();
	}

	Duration span() {
		return this.span;
	}

	/** Time between two renewals: four times in the span. */
	Duration renewalInterval() {
		return this.span.dividedBy(4);
	}

	long nanoTime() {
		return this.nanoClock.getAsLong();
	}

	/**
	 * Whether it has been renewed without a gap for as long as it holds: only then others
	 * may be judged by it.
	 */
	synchronized boolean steady() {
		return held() && !this.gap && this.nanoClock.getAsLong() - this.renewingSince >= this.span.toNanos();
	}

	/** Whether a renewal that was sent after the given time has succeeded. */
	synchronized boolean renewedSince(long time) {
		return this.renewedAt - time > 0;
	}

	/**
	 * A renewal that was sent at the given time succeeded, and Redis told its own.
	 */
	synchronized void renewed(long sentAt, Instant time) {
		if (this.gap || sentAt - this.renewedAt > this.span.toNanos() * 2 / 3 || clocksDiffer(sentAt, time)) {
			this.renewingSince = sentAt;
			this.gap = false;
		}
		this.renewedAt = sentAt;
		this.redisTime = time;
		this.changes.wake();
	}

	/**
	 * Whether the clock of Redis has jumped, or this machine stood still without its
	 * clock noticing. The living have three quarters of their lease before them: less
	 * than one of them is not worth minding.
	 */
	private boolean clocksDiffer(long sentAt, Instant time) {
		Duration here = Duration.ofNanos(sentAt - this.renewedAt);
		Duration there = Duration.between(this.redisTime, time);
		return there.minus(here).abs().compareTo(renewalInterval()) > 0;
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
