package io.resque;

/**
 * Thrown by a {@link JobHooks#beforePerform before-perform hook} to leave a job
 * unperformed without a failure (Ruby's {@code Resque::Job::DontPerform}). The job counts
 * as processed.
 */
public class SkipJobException extends ResqueException {

	public SkipJobException(String message) {
		super(message);
	}

}
