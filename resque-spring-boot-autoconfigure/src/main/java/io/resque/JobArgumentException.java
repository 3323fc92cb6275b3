package io.resque;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of a payload do not fit the parameters of the job: too many, too few, or
 * of the wrong type. The message names the parameter, the expected type and the type of
 * the value.
 */
public class JobArgumentException extends ResqueException {

	public JobArgumentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
