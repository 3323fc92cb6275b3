package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called when a delayed job is due, in the scheduler,
 * before the {@link BeforeEnqueue} methods are asked. When it throws, the job waits
 * another minute.
 * <p>
 * Returns nothing. Parameters: {@link io.resque.Job}, and arguments of the job.
 * <p>
 * Ruby's {@code before_delayed_enqueue} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BeforeDelayedEnqueue {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
