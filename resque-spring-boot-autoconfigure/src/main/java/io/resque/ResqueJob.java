package io.resque;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Makes a bean a job: on a bean class with a {@code perform} method (or several that
 * differ in the number of their parameters), or on a single bean method.
 *
 * <pre>
 * &#64;Component
 * &#64;ResqueJob(queue = "file_serve")
 * class Archive {
 *
 *     void perform(int repoId, &#64;Nullable String branch) { … }
 *
 * }
 * </pre>
 *
 * Only jobs that are registered this way run: a class name that comes from Redis is
 * looked up, never loaded.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ResqueJob {

	/** Alias of {@link #name()}. */
	@AliasFor("name")
	String value() default "";

	/**
	 * Name of the job, what stands in {@code class} of the payload. By default the simple
	 * name of the class, which is what Ruby would say; on a method the name of the method
	 * with a capital first letter. Placeholders resolve.
	 */
	@AliasFor("value")
	String name() default "";

	/** Queue that {@code enqueue} puts the job on. Placeholders resolve. */
	String queue() default "";

	/**
	 * Further names under which the job is found, so that queued jobs survive a rename.
	 * Placeholders resolve.
	 */
	String[] aliases() default {};

	/**
	 * How long a run of the job may take, such as {@code 30s} or {@code PT5M}; no limit
	 * by default. After that its thread is interrupted, and the job fails with a
	 * {@link TermException}; a job in a child process that does not obey ends with the
	 * process. Placeholders resolve.
	 */
	String timeout() default "";

	/** How the job is tried again when it fails; not at all by default, as in Resque. */
	Retry retry() default @Retry(limit = 0);

	/** What becomes of the job when the process that performs it dies. */
	OnCrash onCrash() default OnCrash.REQUEUE;

}
