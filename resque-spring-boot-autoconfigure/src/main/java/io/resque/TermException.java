package io.resque;

/**
 * A job was asked to stop, as Ruby's {@code Resque::TermException}: thrown by
 * {@link JobContext#checkStop()}, and recorded of a job that had a timeout or was killed.
 */
public final class TermException extends ResqueException {

	TermException(String message) {
		super(message);
	}

	/** Stands where the job stood. */
	TermException(String message, Throwable thrown) {
		super(message, thrown);
		setStackTrace(thrown.getStackTrace());
	}

}
