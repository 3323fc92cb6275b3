package io.resque.inspect;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.resque.redis.FailedEntry;

/**
 * Records the failure of a job whose worker is removed while it works on it (Ruby's
 * {@code Resque::DirtyExit}).
 */
@FunctionalInterface
public interface DirtyExits {

	/**
	 * Records a failure.
	 * @param workerId the worker
	 * @param queue the queue of the job, or an empty text
	 * @param payload the payload, or whatever stood there instead
	 * @param time the time of Redis
	 * @return the entry for a failed list, or null when none is wanted
	 */
	@Nullable FailedEntry entry(String workerId, String queue, byte[] payload, Instant time);

}
