package io.resque.redis;

import org.jspecify.annotations.Nullable;

/**
 * A Redis call that brought no answer, or an error.
 */
public class RedisCallException extends RuntimeException {

	private final Outcome outcome;

	public RedisCallException(Outcome outcome, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.outcome = outcome;
	}

	/** What is known of the call. */
	public Outcome outcome() {
		return this.outcome;
	}

	/** What is known of a call that failed. */
	public enum Outcome {

		/** Redis did not see the call. */
		NOT_SENT,

		/** Redis may have carried it out; the answer was lost. */
		UNKNOWN,

		/** Redis answered an error. */
		REFUSED

	}

}
