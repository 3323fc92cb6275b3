package io.resque.retry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Implemented by an exception that knows when to try again, such as one for an answer of
 * HTTP with {@code Retry-After}. It counts more than the settings and the
 * {@link RetryPolicy}, also as the cause of what the job threw.
 */
public interface RetryAfter {

	/** How long to wait; null when that is not known after all. */
	@Nullable Duration retryAfter();

}
