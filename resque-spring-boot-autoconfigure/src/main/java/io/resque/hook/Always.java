package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called at the very end of a run, whether the job was
 * performed, failed or skipped, or goes back to its queue because its worker stops. Where
 * as for {@link OnFailure}. An exception fails a job that had not failed.
 * <p>
 * Returns nothing. Parameters: what was thrown, or null (as a {@code Throwable}, or as a
 * type of its own: then it is called for such failures only),
 * {@link io.resque.JobContext}, {@link io.resque.Job}, and arguments of the job.
 * <p>
 * Ruby's {@code always} hook, since Resque 3.1.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Always {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
