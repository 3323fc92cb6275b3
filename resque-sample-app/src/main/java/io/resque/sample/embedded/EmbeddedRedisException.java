package io.resque.sample.embedded;

import org.jspecify.annotations.Nullable;

/**
 * The embedded Redis cannot be had; the message says what to do.
 */
public class EmbeddedRedisException extends RuntimeException {

	EmbeddedRedisException(String message) {
		super(message);
	}

	EmbeddedRedisException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
