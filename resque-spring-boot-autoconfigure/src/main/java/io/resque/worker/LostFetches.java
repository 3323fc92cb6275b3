package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.redis.RedisCallException;
import io.resque.worker.lease.Lease;

/**
 * Finds jobs that a fetch of one pool has moved without our learning of it. Looks when an
 * answer was lost, and now and then besides: a call that was given up here may still be
 * carried out there, and later than the look, when it went over another connection.
 */
final class LostFetches {

	/** How long a call may still be carried out after its answer was given up. */
	private static final Duration DOUBT = Duration.ofMinutes(2);

	private final String fetchIdPrefix;

	private final InFlightStore inFlight;

	private final JobsInHand hand;

	private final GivingBack givingBack;

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
	 * @param givingBack returns them
	 * @param interval how often to look
	 */
	LostFetches(String fetchIdPrefix, InFlightStore inFlight, JobsInHand hand, GivingBack givingBack,
			Duration interval) {
		this.fetchIdPrefix = fetchIdPrefix;
		this.inFlight = inFlight;
		this.hand = hand;
		this.givingBack = givingBack;
		this.interval = interval;
	}

	/** A fetch has failed, perhaps after Redis had carried it out. */
	void failed(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (!(cause instanceof RedisCallException call) || call.outcome() == RedisCallException.Outcome.UNKNOWN) {
			answerLost();
		}
	}

	private void answerLost() {
		this.answerLost = true;
		this.answerLostAt = System.nanoTime();
	}

	/** Whether it is time to look. */
	boolean due(Lease lease) {
		return !none(lease) || System.nanoTime() - this.checkedAt >= this.interval.toNanos();
	}

	/** Whether no answer was lost since the last look, as far as we know. */
	boolean none(Lease lease) {
		return !this.answerLost && this.checked == lease;
	}

	/**
	 * Looks for jobs that nobody here knows of. Nobody has started them: they go back, so
	 * that suspects come one by one.
	 * @return those that cannot go back, to be performed here
	 */
	List<Assignment> giveBack(Lease lease) {
		List<Assignment> found = find(lease);
		try {
			Set<Long> kept = this.givingBack.giveBack(lease, found.stream().map(Assignment::token).toList(),
					"the answer of their fetch was lost");
			return found.stream().filter((job) -> kept.contains(job.token())).toList();
		}
		catch (RedisCallException ex) {
			answerLost();
			throw ex;
		}
	}

	private List<Assignment> find(Lease lease) {
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
