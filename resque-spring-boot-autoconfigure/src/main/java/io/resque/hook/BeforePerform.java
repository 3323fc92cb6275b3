package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called before the job is performed, in its thread. A
 * {@link io.resque.SkipJobException} leaves it unperformed without a failure (Ruby's
 * {@code DontPerform}); any other exception fails it.
 * <p>
 * Returns nothing: as in Ruby a {@code false} would mean nothing. Parameters:
 * {@link io.resque.JobContext}, {@link io.resque.Job}, and arguments of the job.
 * <p>
 * Ruby's {@code before_perform} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BeforePerform {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
