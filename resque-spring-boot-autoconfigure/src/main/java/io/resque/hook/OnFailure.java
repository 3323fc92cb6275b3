package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called after the job failed, once for each run: in its
 * thread, or in the worker process when the process of the job ended with it. The failure
 * is recorded whatever happens here.
 * <p>
 * Returns nothing. Parameters: what was thrown (as a {@code Throwable}, or as a type of
 * its own: then it is called for such failures only), {@link io.resque.JobContext},
 * {@link io.resque.Job}, and arguments of the job.
 * <p>
 * Ruby's {@code on_failure} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnFailure {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
