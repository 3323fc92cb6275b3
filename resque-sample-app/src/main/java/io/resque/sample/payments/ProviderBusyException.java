package io.resque.sample.payments;

import java.time.Duration;

import io.resque.retry.RetryAfter;

/**
 * The payment provider asks to come back later, as with {@code Retry-After} of HTTP.
 */
class ProviderBusyException extends RuntimeException implements RetryAfter {

	private final Duration retryAfter;

	ProviderBusyException(Duration retryAfter) {
		super("The payment provider is busy for " + retryAfter.toSeconds() + " s");
		this.retryAfter = retryAfter;
	}

	@Override
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
