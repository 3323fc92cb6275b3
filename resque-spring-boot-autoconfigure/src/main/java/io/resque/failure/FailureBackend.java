package io.resque.failure;

import org.jspecify.annotations.Nullable;

/**
 * Decides where a failed job is recorded. The default records it in Ruby's {@code failed}
 * list, in the same step that acknowledges the job.
 */
@FunctionalInterface
public interface FailureBackend {

	/**
	 * Takes a failure, before the job is acknowledged; when the process dies in between,
	 * the job is performed again and may fail again. An exception does not lose the
	 * failure: it is recorded in the {@code failed} list then.
	 * @param failure the failure
	 * @return an entry to append to the {@code failed} list, or null when it is recorded
	 * elsewhere
	 * @throws Exception when it could not be recorded
	 */
	byte @Nullable [] save(JobFailure failure) throws Exception;

}
