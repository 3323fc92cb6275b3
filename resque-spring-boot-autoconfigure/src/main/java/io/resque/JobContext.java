package io.resque;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a job may ask about its own run. A parameter of this type of {@code perform}
 * receives it; it takes no argument of the payload.
 */
public interface JobContext {

	/** The job that is performed. */
	Job job();

	/**
	 * Its payload as it was fetched, with whatever other members it has; empty when the
	 * job runs inline. Not a copy: whoever changes it changes what is recorded.
	 */
	byte[] payload();

	/** Id of the worker that performs it, or {@code inline}. */
	String workerId();

	/**
	 * A number that grows with every start of any job of the namespace: hand it to
	 * systems that can refuse writes of an older owner. 0 when the job runs inline.
	 */
	long fencingToken();

	/**
	 * Whether this run still owns the job, as far as this process knows: false when its
	 * lease ran out, because the job may be running elsewhere then.
	 */
	boolean stillOwner();

	/**
	 * Whether the job may have been performed before, because it was in flight when a
	 * process died.
	 */
	boolean possibleRerun();

	/**
	 * That the job is asked to stop: because its worker stops and the time to finish is
	 * over, because it has reached its timeout, or because somebody kills it. Its thread
	 * is interrupted then, too. A job that returns all the same has been performed; one
	 * that throws goes back to its queue when its worker stops, and fails otherwise.
	 * @return the request, or null
	 */
	@Nullable StopRequest stopRequest();

	/** Whether the job is asked to stop. */
	default boolean stopRequested() {
		return stopRequest() != null;
	}

	/** What hooks and the job keep for this run, and what is to happen at its end. */
	RunNotes notes();

	/**
	 * Number of this run, 1 for the first: how often the job was tried, where it has
	 * {@link Retry retries}. Always 1 elsewhere.
	 */
	default int attempt() {
		Attempts attempts = notes().get(Attempts.class);
		return (attempts != null) ? attempts.number() : 1;
	}

	/**
	 * Earlier runs that failed, oldest first, where the job has {@link Retry retries};
	 * the newest ones if there are many.
	 */
	default List<EarlierFailure> earlierFailures() {
		Attempts attempts = notes().get(Attempts.class);
		return (attempts != null) ? attempts.failures() : List.of();
	}

	/**
	 * Has the job run again after a while, because it cannot do its work yet: the job
	 * calls it and returns. The run counts as processed, but not as an attempt, and
	 * {@code afterPerform} hooks are not called. When the job throws all the same, it has
	 * failed.
	 * @param delay how long to wait; whole seconds count
	 */
	default void snooze(Duration delay) {
		notes().runAgain(Again.in(delay));
	}

	/**
	 * For long jobs to call at places where they can stop.
	 * @throws TermException when the job is asked to stop
	 */
	default void checkStop() {
		StopRequest stop = stopRequest();
		if (stop != null) {
			throw stop.exception();
		}
	}

}
