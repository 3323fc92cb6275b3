package io.resque;

/**
 * A class with {@link ResqueJob} that cannot be a job, or cannot be used as the call
 * wants; the message says why.
 */
public class InvalidJobException extends ResqueException {

	public InvalidJobException(Class<?> type, String problem) {
		super(type.getName() + " " + problem);
	}

}
