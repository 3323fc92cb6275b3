package io.resque.worker;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.Returned;
import io.resque.redis.RedisCallException;
import io.resque.worker.lease.Lease;

/**
 * Returns jobs that this process has fetched and will not perform to the heads of their
 * queues. Returning one twice is returning it once.
 */
final class GivingBack {

	private final InFlightStore inFlight;

	private final JobsInHand hand;

	private final ResqueEvents events;

	GivingBack(InFlightStore inFlight, JobsInHand hand, ResqueEvents events) {
		this.inFlight = inFlight;
		this.hand = hand;
		this.events = events;
	}

	/**
	 * Returns jobs in their order, and forgets them; who looks for lost fetches finds
	 * what could not go back.
	 * @param lease the lease they were fetched under
	 * @param tokens which ones
	 * @param reason why, for the log
	 * @return tokens of those that are still in flight, because the key of their queue is
	 * no list
	 * @throws RedisCallException when Redis did not answer; they are still in hand then
	 */
	Set<Long> giveBack(Lease lease, Collection<Long> tokens, String reason) {
		if (tokens.isEmpty()) {
			return Set.of();
		}
		Returned returned = this.inFlight.giveBack(lease.id(), tokens);
		tokens.forEach(this.hand::remove);
		if (returned.count() > 0) {
			this.events.announce(new WorkerEvent.GivenBack(returned.count(), reason));
		}
		return returned.kept();
	}

	/**
	 * Gives back what has not started. When Redis does not answer, the jobs are forgotten
	 * here, and given back with those that nobody knows of.
	 * @param lease the present lease, or null
	 * @param reason for the log
	 */
	void giveBackUnstarted(@Nullable Lease lease, String reason) {
		if (lease == null) {
			return;
		}
		List<Long> tokens = this.hand.all()
			.stream()
			.filter((job) -> job.lease() == lease && job.abandon())
			.map(Assignment::token)
			.toList();
		try {
			giveBack(lease, tokens, reason);
		}
		catch (RedisCallException ex) {
			// The loops announce the outage.
			tokens.forEach(this.hand::remove);
		}
	}

}
