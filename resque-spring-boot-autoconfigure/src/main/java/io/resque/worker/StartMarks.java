package io.resque.worker;

import java.time.Duration;

import io.resque.redis.InFlightStore;
import io.resque.redis.RedisCallException;
import io.resque.worker.loop.Waiter;

/**
 * Writes the start marks of jobs that need one: suspects, and jobs that must not run
 * twice.
 */
final class StartMarks {

	private static final Duration PAUSE = Duration.ofMillis(200);

	private final InFlightStore inFlight;

	private final Probation probation;

	private final Outcomes outcomes;

	StartMarks(InFlightStore inFlight, Probation probation, Outcomes outcomes) {
		this.inFlight = inFlight;
		this.probation = probation;
		this.outcomes = outcomes;
	}

	/**
	 * Whether a job may start: at once when it needs no mark, else when Redis has it.
	 * @throws InterruptedException while Redis did not answer
	 */
	boolean mayStart(Assignment assignment, boolean failAfterCrash) throws InterruptedException {
		if (!assignment.suspect() && !failAfterCrash) {
			return true;
		}
		Waiter waiter = new Waiter();
		while (assignment.lease().awaitHeld()) {
			try {
				this.probation.starts(assignment.token());
				if (this.inFlight.markStart(assignment.lease().id(), assignment.token(), failAfterCrash)) {
					return true;
				}
				this.outcomes.dropped(assignment);
				return false;
			}
			catch (RedisCallException ex) {
				// The loops announce the outage; marking twice is marking once.
				waiter.await(PAUSE);
			}
		}
		return false;
	}

}
