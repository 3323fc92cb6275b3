package io.resque.redis;

import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A Redis call that brought no answer, or an error.
 */
public class RedisCallException extends RuntimeException {

	private static final Pattern NOT_READY = Pattern.compile("\\b(LOADING|MASTERDOWN|CLUSTERDOWN|BUSY)\\b");

	private final Outcome outcome;

	public RedisCallException(Outcome outcome, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.outcome = outcome;
	}

	/** What is known of the call. */
	public Outcome outcome() {
		return this.outcome;
	}

	/**
	 * Whether Redis refused because a key holds a value of another type, which only
	 * foreign programs put there.
	 */
	public boolean isWrongType() {
		return this.outcome == Outcome.REFUSED && String.valueOf(getMessage()).contains("WRONGTYPE");
	}

	/**
	 * Whether Redis cannot be used at all: it did not answer, or said that it is not
	 * ready, as while it loads its data or its cluster has lost nodes.
	 */
	public boolean isOutage() {
		return this.outcome != Outcome.REFUSED || NOT_READY.matcher(String.valueOf(getMessage())).find();
	}

	/**
	 * Makes a call whose key may hold a value of another type.
	 * @param <T> type of the answer
	 * @param call the call
	 * @param otherwise the answer in that case
	 * @return the answer
	 */
	public static <T> T unlessWrongType(Supplier<T> call, T otherwise) {
		try {
			return call.get();
		}
		catch (RedisCallException ex) {
			if (ex.isWrongType()) {
				return otherwise;
			}
			throw ex;
		}
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
