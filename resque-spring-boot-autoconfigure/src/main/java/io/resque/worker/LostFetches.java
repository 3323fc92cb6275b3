package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.worker.lease.Lease;

/**
 * Finds jobs that a fetch of one pool has moved without our learning of it. Looks when an
 * answer was lost, and now and then besides: a call that was given up here may still be
 * carried out there.
 */
final class LostFetches {

	/** How long a call may still be carried out after its answer was given up. */
	private static final Duration DOUBT = Duration.ofMinutes(2);

	private final String fetchIdPrefix;

	private final InFlightStore inFlight;

	private final JobsInHand hand;

	private final Duration interval;

	private boolean answerLost;

	private long answerLostAt = System.nanoTime() - DOUBT.toNanos();

	private @Nullable Lease checked;

	private long checkedAt;

	/**
	 * Creates it.
	 * @param fetchIdPrefix begins the ids of all fetches of the pool
	 * @param inFlight jobs in flight
	 * @param hand the jobs this process knows of
	 * @param interval how often to look
	 */
	LostFetches(String fetchIdPrefix, InFlightStore inFlight, JobsInHand hand, Duration interval) {
		this.fetchIdPrefix = fetchIdPrefix;
		this.inFlight = inFlight;
		this.hand = hand;
		this.interval = interval;
	}

	/** The answer of a fetch was lost. */
	void answerLost() {
		this.answerLost = true;
		this.answerLostAt = System.nanoTime();
	}

	/** Whether it is time to look. */
	boolean due(Lease lease) {
		return this.answerLost || this.checked != lease
				|| System.nanoTime() - this.checkedAt >= this.interval.toNanos();
	}

	/** Looks, and answers the jobs that nobody here knows of. */
	List<Assignment> find(Lease lease) {
		long now = System.nanoTime();
		Collection<Long> unknown = new ArrayList<>(this.inFlight.tokens(lease.id()));
		unknown.removeIf(this.hand::contains);
		List<Assignment> lost = new ArrayList<>();
		for (InFlightJob job : this.inFlight.jobs(lease.id(), unknown).values()) {
			if (job.fetchId().startsWith(this.fetchIdPrefix) && !this.hand.contains(job.token())) {
				lost.add(new Assignment(lease, job, true));
			}
		}
		this.answerLost = false;
		this.checked = lease;
		this.checkedAt = now;
		return lost;
	}

	/** Where there is doubt, a lost job is not to wait as long as an idle pool does. */
	Duration atMost(Duration pause) {
		boolean doubt = System.nanoTime() - this.answerLostAt < DOUBT.toNanos();
		return (doubt && pause.compareTo(this.interval) > 0) ? this.interval : pause;
	}

}
