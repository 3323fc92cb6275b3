package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.resque.worker.lease.Lease;

/**
 * What a long job keeps waiting in a pool: it starts sooner elsewhere, so it goes back.
 * Remembered until Redis has it.
 */
final class Leftovers {

	/** How long a fetched job may wait for a slot. */
	private static final Duration PATIENCE = Duration.ofMillis(50);

	private final Pool pool;

	private final GivingBack givingBack;

	private final JobsInHand hand;

	private final List<Assignment> jobs = new ArrayList<>();

	Leftovers(Pool pool, GivingBack givingBack, JobsInHand hand) {
		this.pool = pool;
		this.givingBack = givingBack;
		this.hand = hand;
	}

	/**
	 * Gives them back, and forgets those of a lease that is lost; answers whether Redis
	 * was asked.
	 */
	boolean giveBack(Lease lease) {
		this.jobs.addAll(this.pool.takeBack(PATIENCE));
		List<Long> ours = this.jobs.stream().filter((job) -> job.lease() == lease).map(Assignment::token).toList();
		this.givingBack.giveBack(lease, ours, "no slot came free for them in time");
		this.jobs.forEach((job) -> this.hand.remove(job.token()));
		this.jobs.clear();
		return !ours.isEmpty();
	}

}
