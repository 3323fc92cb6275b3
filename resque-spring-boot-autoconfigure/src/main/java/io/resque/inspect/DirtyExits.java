package io.resque.inspect;

import java.time.Instant;

/**
 * Makes the entry for the failed list of a job whose worker is removed while it works on
 * it (Ruby's {@code Resque::DirtyExit}).
 */
@FunctionalInterface
public interface DirtyExits {

	/**
	 * Makes an entry.
	 * @param workerId the worker
	 * @param queue the queue of the job, or an empty text
	 * @param payload the payload, or whatever stood there instead
	 * @param time the time of Redis
	 * @return the entry
	 */
	byte[] entry(String workerId, String queue, byte[] payload, Instant time);

}
