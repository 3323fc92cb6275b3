package io.resque.event;

/**
 * What became of the record of a failed job.
 */
public sealed interface FailureEvent extends ResqueEvent {

	/**
	 * The failure backend {@code log} has a failed job to write, whole but for what is
	 * hidden: it may be the only record.
	 *
	 * @param queue queue of the job
	 * @param entry the entry as it would be in a failed list, as JSON
	 */
	record Logged(String queue, String entry) implements FailureEvent {

	}

	/**
	 * A failure backend threw; the failure is in the failed list instead, if none of the
	 * others has put it there.
	 *
	 * @param backend name of the backend
	 * @param queue queue of the job
	 * @param problem what it threw
	 */
	record NotSaved(String backend, String queue, Throwable problem) implements FailureEvent {

	}

	/**
	 * A canary retry was started, goes on, or has ended.
	 *
	 * @param id names it
	 * @param jobs which failed jobs are meant, for people
	 * @param phase where it is now, such as {@code STOPPED}
	 * @param reason why, or what it means; may be empty
	 */
	record Canary(String id, String jobs, String phase, String reason) implements FailureEvent {

	}

	/**
	 * Failed jobs were dropped because there are too many, or because they are too old.
	 *
	 * @param failureQueue the list they were in
	 * @param entries how many
	 * @param reason why
	 */
	record Dropped(String failureQueue, long entries, String reason) implements FailureEvent {

	}

}
