package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called after the job was performed, in its thread; also
 * when a method around it did not proceed. An exception fails the job although it was
 * performed.
 * <p>
 * Returns nothing. Parameters: {@link io.resque.JobContext}, {@link io.resque.Job}, and
 * arguments of the job.
 * <p>
 * Ruby's {@code after_perform} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface AfterPerform {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
