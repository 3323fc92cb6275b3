package io.resque.json;

import org.jspecify.annotations.Nullable;

/**
 * Text that is no JSON, or a value that JSON cannot say.
 */
public class JsonException extends RuntimeException {

	public JsonException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
