package io.resque.process;

import io.resque.ResqueException;

/**
 * The process id cannot be written where it was asked for.
 */
public class PidFileException extends ResqueException {

	PidFileException(String message, Throwable cause) {
		super(message, cause);
	}

}
