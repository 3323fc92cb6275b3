package io.resque;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a job enqueued again and again: beside {@link ResqueJob}, on the bean class or on
 * the bean method.
 *
 * <pre>
 * &#64;Component
 * &#64;ResqueJob(queue = "file_serve")
 * &#64;ResqueSchedule(cron = "0 2 * * *", zone = "Europe/Berlin", args = "44")
 * class Archive { … }
 * </pre>
 *
 * The schedule is kept in Redis, so that the scheduler follows it whichever process that
 * is, Ruby's too; it is removed when an application of the same name starts without it.
 * Placeholders resolve in all texts.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ResqueSchedule {

	/** Name of the schedule; by default that of the job. */
	String name() default "";

	/** Cron expression with five fields, or six with the second in front. */
	String cron() default "";

	/** Time zone of the cron expression; by default {@code resque.scheduler.zone}. */
	String zone() default "";

	/** Time between two occurrences, such as {@code 30s} or {@code 1h30m}. */
	String every() default "";

	/** Time until the first occurrence with {@link #every()}; by default one period. */
	String firstIn() default "";

	/** Arguments of the job, each as JSON; what is no JSON is a text. */
	String[] args() default {};

	/** What it is for. */
	String description() default "";

	/**
	 * Names of the environments (profiles) where it is followed; everywhere by default.
	 */
	String[] environments() default {};

	/**
	 * Which missed occurrences are made up for: {@code none}, {@code one} (the last) or
	 * {@code all}.
	 */
	String missed() default "";

	/** How late an occurrence may be to be enqueued at all. */
	String missedWindow() default "";

	/** Occurrences are late by a part of this, another one each time. */
	String jitter() default "";

	/**
	 * What happens when the job of the last occurrence still waits or runs: {@code queue}
	 * (the next one is enqueued all the same), {@code skip} (it is left out) or
	 * {@code cancel} (the last one is removed from its queue, or told to end).
	 */
	String overlap() default "";

}
