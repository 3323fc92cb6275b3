package io.resque;

import java.time.Duration;

/**
 * That a running job is to stop, and why.
 *
 * @param reason why
 * @param message the same as a sentence, which is recorded when the job fails of it
 */
public record StopRequest(Reason reason, String message) {

	/** Why a job is to stop. */
	public enum Reason {

		/** Its worker stops: the job goes back to its queue, unless it ends now. */
		SHUTDOWN,

		/** It has run for longer than it may: it fails, unless it ends now. */
		TIMEOUT,

		/** Somebody wants it to end: it fails, unless it ends now. */
		KILLED

	}

	/** The worker stops. */
	public static StopRequest shutdown() {
		return new StopRequest(Reason.SHUTDOWN, "The worker stops");
	}

	/** The job runs for too long. */
	public static StopRequest timeout(Duration timeout) {
		return new StopRequest(Reason.TIMEOUT, "Job ran longer than its timeout of " + text(timeout));
	}

	/** Somebody has asked for its end. */
	public static StopRequest killed() {
		return new StopRequest(Reason.KILLED, "Job was killed");
	}

	/** Whether the job has not failed when it stops for this. */
	boolean isForShutdown() {
		return this.reason == Reason.SHUTDOWN;
	}

	/**
	 * What a job ends with that threw: whatever that was, it followed from the request.
	 */
	TermException exception(Throwable thrown) {
		return (thrown instanceof TermException term) ? term : new TermException(this, thrown);
	}

	/**
	 * What a job ends with that says nothing itself.
	 * @return the exception
	 */
	public TermException exception() {
		return new TermException(this);
	}

	/**
	 * What a job has failed of that went on although it was asked to stop, until its
	 * process was ended.
	 * @return the failure to record
	 */
	public TermException ended() {
		return new TermException(this, this.message + ", and its process was ended because it went on");
	}

	/**
	 * What a job has failed of that goes on although it was asked to stop.
	 * @param where where it stands
	 * @return the failure to record
	 */
	public TermException unheeded(StackTraceElement[] where) {
		TermException failure = new TermException(this,
				this.message + ", and goes on although it was asked to stop: its slot is taken until it ends");
		failure.setStackTrace(where);
		return failure;
	}

	private static String text(Duration duration) {
		return (duration.toMillisPart() == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
