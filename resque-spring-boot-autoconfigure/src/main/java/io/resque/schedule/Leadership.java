package io.resque.schedule;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.ScheduleEvent;
import io.resque.redis.SchedulerLock;
import io.resque.redis.SchedulerLock.Holding;
import io.resque.redis.Term;

/**
 * Whether this process is the scheduler.
 */
final class Leadership {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

	private static final Duration FRESH = Duration.ofSeconds(1);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);

	private final SchedulerLock lock;

	private final String holder;

	private final Duration timeout;

	private final ResqueEvents events;

	/** The present term, or the last one. */
	private @Nullable Term term;

	private boolean leading;

	private long renewedAt;

	private @Nullable String other;

	/** Whether the other is a scheduler of Ruby. */
	private boolean foreign;

	private volatile Duration wait = Duration.ZERO;

	/**
	 * Creates it.
	 * @param lock the lock
	 * @param holder {@code host:pid} of this process
	 * @param timeout how long the lock holds
	 * @param events where to announce
	 */
	Leadership(SchedulerLock lock, String holder, Duration timeout, ResqueEvents events) {
		this.lock = lock;
		this.holder = holder;
		this.timeout = timeout;
		this.events = events;
	}

	/** Gets or keeps the lock; the present term, or null while somebody else has it. */
	synchronized @Nullable Term renew() {
		Term before = this.leading ? this.term : null;
		// The last term tells Redis that a holder of the same name is another process.
		Holding holding = this.lock.lead(this.holder, this.term, this.timeout);
		Term now = holding.term();
		this.leading = now != null;
		this.renewedAt = System.nanoTime();
		if (before != null && !before.equals(now)) {
			this.events.announce(new ScheduleEvent.SteppedDown(true));
		}
		if (now == null) {
			follow(holding);
		}
		else if (!now.equals(before)) {
			this.term = now;
			this.events.announce(new ScheduleEvent.Leading(this.holder, this.foreign ? this.other : null));
			this.other = null;
			this.foreign = false;
		}
		return now;
	}

	private void follow(Holding holding) {
		if (!holding.holder().equals(this.other)) {
			this.events.announce(new ScheduleEvent.Following(holding.holder()));
		}
		this.other = holding.holder();
		this.foreign = holding.foreign();
		Duration left = holding.remaining().plus(SHORTEST_WAIT);
		this.wait = (left.isNegative() || left.compareTo(LONGEST_WAIT) > 0) ? LONGEST_WAIT : left;
	}

	/** The present term, kept anew when that was long ago; null when it has ended. */
	synchronized @Nullable Term current() {
		return (this.leading && System.nanoTime() - this.renewedAt < FRESH.toNanos()) ? this.term : renew();
	}

	/** How long to wait before looking again whether the lock is free. */
	Duration untilNextLook() {
		return this.wait;
	}

	/** Gives the lock back, so that the next process need not wait for its end. */
	synchronized void stepDown() {
		Term ending = this.term;
		if (this.leading && ending != null) {
			this.leading = false;
			this.events.announce(new ScheduleEvent.SteppedDown(!this.lock.stepDown(ending)));
		}
	}

}
