package io.resque;

/**
 * A job name, queue or namespace that cannot be used; the message names it and says why.
 */
public class InvalidNameException extends ResqueException {

	public InvalidNameException(String message) {
		super(message);
	}

}
