package io.resque;

import org.jspecify.annotations.Nullable;

/**
 * Base of the exceptions of this library.
 */
public class ResqueException extends RuntimeException {

	public ResqueException(String message) {
		super(message);
	}

	public ResqueException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
