package io.resque.failure;

import org.jspecify.annotations.Nullable;

/**
 * Decides where a failed job is recorded. Beans of this type take the place of Ruby's
 * {@code failed} list, or join it where {@code resque.failure.backends} names both.
 */
@FunctionalInterface
public interface FailureBackend {

	/**
	 * Takes a failure, before the job is acknowledged, in the thread that has it in hand:
	 * that of the worker, of the recovery of a dead process, of the scheduler. So it must
	 * be quick. When the process dies in between, the job is performed again and may fail
	 * again, and a recovery is done again: a failure may come more than once. An
	 * exception does not lose it: it is recorded in the failed list then.
	 * @param failure the failure
	 * @return an entry to append to the failed list, in the same step that acknowledges
	 * the job, or null when it is recorded elsewhere. Where several backends answer one,
	 * that of the first is appended
	 * @throws Exception when it could not be recorded
	 */
	byte @Nullable [] save(JobFailure failure) throws Exception;

}
