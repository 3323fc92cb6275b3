package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called after the job was put on its queue, in the thread
 * of the caller. What it throws reaches the caller; the job is queued all the same.
 * <p>
 * Returns nothing. Parameters: {@link io.resque.Job}, and arguments of the job.
 * <p>
 * Ruby's {@code after_enqueue} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface AfterEnqueue {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
