package io.resque.retry;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How one job is tried again.
 *
 * @param limit how often; negative for ever
 * @param backoff how long to wait
 * @param on the failures that are retried; empty for all
 * @param giveUpOn failures that are not
 * @param ignore failures that do not count as an attempt
 * @param retryFor how long after the first failure, or null
 * @param queue queue for retries, or null
 */
record RetryRule(int limit, Backoff backoff, List<Class<? extends Throwable>> on,
		List<Class<? extends Throwable>> giveUpOn, List<Class<? extends Throwable>> ignore, @Nullable Duration retryFor,
		@Nullable String queue) {

	/** Whether a failure of this kind may be retried at all. */
	boolean takes(Throwable failure) {
		return (this.on.isEmpty() || isOneOf(this.on, failure)) && !isOneOf(this.giveUpOn, failure);
	}

	/** Whether a failure of this kind counts as an attempt. */
	boolean counts(Throwable failure) {
		return !isOneOf(this.ignore, failure);
	}

	/** Whether the retries of a job come to an end by themselves. */
	boolean ends() {
		return this.retryFor != null || (this.limit >= 0 && this.ignore.isEmpty());
	}

	/** Whether a job may be tried again after a delay. */
	boolean allows(KnownAttempts attempts, Throwable failure, Duration delay) {
		boolean last = this.limit >= 0 && attempts.number() > this.limit;
		return !(last && counts(failure)) && (this.retryFor == null
				|| !attempts.now().plus(delay).isAfter(attempts.failsSince().plus(this.retryFor)));
	}

	private static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable failure) {
		return types.stream().anyMatch((type) -> type.isInstance(failure));
	}

}
