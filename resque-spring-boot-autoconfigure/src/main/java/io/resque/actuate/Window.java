package io.resque.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Which elements of a part a caller wants.
 *
 * @param start how many of the first to leave out
 * @param limit most elements
 */
record Window(long start, int limit) {

	static final int MAX_LIMIT = 100;

	private static final int DEFAULT_LIMIT = 20;

	static Window of(@Nullable Long start, @Nullable Integer limit) {
		if (start != null && start < 0) {
			throw new InvalidEndpointRequestException("'start' must not be negative", "'start' must not be negative");
		}
		if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
			String reason = "'limit' must be between 1 and " + MAX_LIMIT;
			throw new InvalidEndpointRequestException(reason, reason);
		}
		return new Window((start != null) ? start : 0, (limit != null) ? limit : DEFAULT_LIMIT);
	}

}
