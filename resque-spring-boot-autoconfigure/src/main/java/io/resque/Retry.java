package io.resque;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a job that fails is tried again, as {@code @ResqueJob(retry = @Retry(limit = 3))}.
 * While it waits it is a delayed job. Each part can be set by
 * {@code resque.retry.jobs.<name>}, too, which counts more. Texts may have placeholders.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Retry {

	/** As many as there are delays. */
	int EACH_DELAY = Integer.MIN_VALUE;

	/**
	 * How often it is tried again: 0 never, a negative number for ever. As many times as
	 * there are delays by default, once without any.
	 */
	int limit() default EACH_DELAY;

	/**
	 * How long to wait before each retry, such as {@code 10s} or {@code PT5M}, the last
	 * one for all that follow; at once by default.
	 */
	String[] delay() default {};

	/**
	 * What the last delay is multiplied with for each retry that follows. With
	 * {@code delay = "10s"} and 2 they are 10 s, 20 s, 40 s and so on.
	 */
	double multiplier() default 1;

	/** The longest delay, jitter aside; a day by default. */
	String maxDelay() default "";

	/**
	 * By how much a delay is changed at random: 0.25 makes of 60 s something between 45
	 * and 75 s, so that jobs that failed together do not come back together.
	 */
	double jitter() default 0;

	/** The failures that are retried; all by default. */
	Class<? extends Throwable>[] on() default {};

	/** Failures that are not retried, whatever {@link #on()} says. */
	Class<? extends Throwable>[] giveUpOn() default {};

	/** Failures that are retried without counting as an attempt. */
	Class<? extends Throwable>[] ignore() default {};

	/**
	 * How long after its first failure the job is still retried, within the limit;
	 * without an end by default.
	 */
	String retryFor() default "";

	/** Another queue for retries. */
	String queue() default "";

}
