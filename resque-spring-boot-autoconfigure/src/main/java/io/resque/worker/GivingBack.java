package io.resque.worker;

import java.util.Collection;
import java.util.Set;

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

}
