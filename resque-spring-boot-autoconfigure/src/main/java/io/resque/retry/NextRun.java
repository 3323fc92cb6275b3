package io.resque.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.ResqueException;

/**
 * When a job would be tried again, and with what. A policy that throws is not asked any
 * further: the settings decide then.
 *
 * @param delay how long to wait
 * @param payload another payload, or null
 * @param problem what the policy threw, or null
 */
record NextRun(Duration delay, byte @Nullable [] payload, @Nullable Throwable problem) {

	/** The shortest wait where nothing ends the retries. */
	static final Duration UNCOUNTED = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final int DEPTH = 20;

	static NextRun plan(JobContext context, Throwable failure, RetryRule rule, RetryPolicy policy, JobCodec codec) {
		Duration ofSettings = rule.backoff().delay(context.attempt() - 1, ThreadLocalRandom.current().nextDouble());
		Duration delay = ofSettings;
		try {
			Duration asked = retryAfter(failure);
			asked = (asked != null) ? asked : policy.retryDelay(context, failure);
			delay = bounded((asked != null) ? asked : ofSettings, rule.ends() ? Duration.ZERO : UNCOUNTED);
			List<? extends @Nullable Object> args = policy.retryArgs(context, failure);
			return new NextRun(delay, (args != null) ? payload(context, args, codec) : null, null);
		}
		catch (Throwable ex) {
			return new NextRun(delay, null, ex);
		}
	}

	/** The same trace: it is still the same work. */
	private static byte[] payload(JobContext context, List<? extends @Nullable Object> args, JobCodec codec) {
		return codec.encode(context.job().name(), args, codec.trace(context.payload()));
	}

	/** Tells of a problem, once it has cost the job nothing. */
	void complain() {
		if (this.problem != null) {
			throw new ResqueException("The policy for the retries of the job failed: " + this.problem, this.problem);
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

	/** A remote server may ask for anything, but not for a loop without an end. */
	private static Duration bounded(Duration delay, Duration shortest) {
		Duration some = (delay.compareTo(shortest) < 0) ? shortest : delay;
		return (some.compareTo(LONGEST) < 0) ? some : LONGEST;
	}

}
