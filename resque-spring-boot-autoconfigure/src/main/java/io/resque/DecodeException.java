package io.resque;

import org.jspecify.annotations.Nullable;

/**
 * A payload that is no job: no JSON, no object, without a class name, nested too deep
 * (Ruby's {@code Resque::Helpers::DecodeException}).
 */
public class DecodeException extends ResqueException {

	public DecodeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
