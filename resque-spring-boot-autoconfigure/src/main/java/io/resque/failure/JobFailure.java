package io.resque.failure;

import java.time.Instant;
import java.util.List;

import io.resque.json.WellFormed;

/**
 * A failed run of a job, or a payload that could not become one.
 *
 * @param queue the queue it came from
 * @param payload the payload as it was fetched, whatever it is
 * @param exception name of the exception
 * @param error its message
 * @param backtrace its frames, causes included, without those of this library and below
 * the job
 * @param workerId the worker
 * @param failedAt when
 */
public record JobFailure(String queue, byte[] payload, String exception, String error, List<String> backtrace,
		String workerId, Instant failedAt) {

	private static final int MAX_MESSAGE_LENGTH = 20_000;

	/**
	 * A failure by an exception, also by one that throws when it is asked what it is.
	 * @param queue the queue it came from
	 * @param payload the payload as it was fetched
	 * @param thrown what was thrown
	 * @param workerId the worker
	 * @param failedAt when
	 * @return the failure
	 */
	public static JobFailure of(String queue, byte[] payload, Throwable thrown, String workerId, Instant failedAt) {
		if (thrown instanceof ReportedFailure reported) {
			return new JobFailure(queue, payload, reported.exception(), message(thrown), reported.backtrace(), workerId,
					failedAt);
		}
		String exception = thrown.getClass().getName();
		try {
			return new JobFailure(queue, payload, exception, message(thrown), Backtrace.of(thrown), workerId, failedAt);
		}
		catch (Throwable ex) {
			String error = "(describing it failed with " + ex.getClass().getName() + ")";
			return new JobFailure(queue, payload, exception, error, List.of(), workerId, failedAt);
		}
	}

	/** A message may be computed by the application's code, and that may fail. */
	static String message(Throwable thrown) {
		try {
			String message = thrown.getMessage();
			return (message != null) ? WellFormed.shortened(message, MAX_MESSAGE_LENGTH) : "";
		}
		catch (RuntimeException ex) {
			return "(no message: " + ex.getClass().getName() + ")";
		}
	}

}
