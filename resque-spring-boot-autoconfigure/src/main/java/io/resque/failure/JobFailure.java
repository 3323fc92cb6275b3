package io.resque.failure;

import java.time.Instant;
import java.util.List;

/**
 * A failed run of a job, or a payload that could not become one.
 *
 * @param queue the queue it came from
 * @param payload the payload as it was fetched, whatever it is
 * @param exception name of the exception
 * @param error its message
 * @param backtrace its frames, causes included, without those of this library
 * @param workerId the worker
 * @param failedAt when
 */
public record JobFailure(String queue, byte[] payload, String exception, String error, List<String> backtrace,
		String workerId, Instant failedAt) {

	/**
	 * A failure by an exception.
	 * @param queue the queue it came from
	 * @param payload the payload as it was fetched
	 * @param thrown what was thrown
	 * @param workerId the worker
	 * @param failedAt when
	 * @return the failure
	 */
	public static JobFailure of(String queue, byte[] payload, Throwable thrown, String workerId, Instant failedAt) {
		throw new UnsupportedOperationException();
	}

}
