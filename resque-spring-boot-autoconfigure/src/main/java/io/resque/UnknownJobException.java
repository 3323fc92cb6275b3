package io.resque;

/**
 * No registered job has this name, or this class is no job.
 */
public class UnknownJobException extends ResqueException {

	public UnknownJobException(String message) {
		super(message);
	}

}
