package io.resque.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.JobContext;

/**
 * When a job would be tried again, and with what. A policy that throws is not asked any
 * further: the settings decide then.
 *
 * @param delay how long to wait
 * @param payload another payload, or null
 * @param problem what the policy threw, or null
 */
record NextRun(Duration delay, byte @Nullable [] payload, @Nullable RuntimeException problem) {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final int DEPTH = 20;

	static NextRun plan(JobContext context, Throwable failure, RetryRule rule, RetryPolicy policy, JobCodec codec) {
		Duration ofSettings = rule.backoff().delay(context.attempt() - 1, ThreadLocalRandom.current().nextDouble());
		Duration delay = ofSettings;
		try {
			Duration asked = retryAfter(failure);
			asked = (asked != null) ? asked : policy.retryDelay(context, failure);
			delay = bounded((asked != null) ? asked : ofSettings);
			List<? extends @Nullable Object> args = policy.retryArgs(context, failure);
			return new NextRun(delay, (args != null) ? codec.encode(context.job().name(), args) : null, null);
		}
		catch (RuntimeException ex) {
			return new NextRun(delay, null, ex);
		}
	}

	/** Tells of a problem, once it has cost the job nothing. */
	void complain() {
		if (this.problem != null) {
			throw this.problem;
		}
	}

	/** Of the failure, or the first of its causes that knows. */
	private static @Nullable Duration retryAfter(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEPTH; depth++) {
			Duration after = (cause instanceof RetryAfter known) ? known.retryAfter() : null;
			if (after != null) {
				return after;
			}
			cause = cause.getCause();
		}
		return null;
	}

	/** A remote server may ask for anything. */
	private static Duration bounded(Duration delay) {
		Duration some = delay.isNegative() ? Duration.ZERO : delay;
		return (some.compareTo(LONGEST) < 0) ? some : LONGEST;
	}

}
