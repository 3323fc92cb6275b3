package io.resque.failure;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;

/**
 * A text that is no JSON array, and so cannot be the args of a job.
 */
public class InvalidArgsException extends ResqueException {

	InvalidArgsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
