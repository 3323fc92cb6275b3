package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called around the job, in its thread; the first of
 * several is the outermost. Not calling {@code proceed} leaves the job unperformed
 * without a failure.
 * <p>
 * Returns nothing. Parameters: {@link io.resque.JobHooks.Perform}, which it must have,
 * {@link io.resque.JobContext}, {@link io.resque.Job}, and arguments of the job.
 * <p>
 * Ruby's {@code around_perform} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface AroundPerform {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
