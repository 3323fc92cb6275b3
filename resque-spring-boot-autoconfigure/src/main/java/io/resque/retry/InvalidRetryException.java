package io.resque.retry;

import io.resque.ResqueException;

/**
 * Retries of a job that cannot be what they are declared to be; the message says why.
 */
public class InvalidRetryException extends ResqueException {

	public InvalidRetryException(String message) {
		super(message);
	}

}
