package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called before the job is put on its queue, in the thread
 * of the caller. All such methods run; one that returns {@code false} keeps the job off
 * the queue. A delayed job asks them when it is due, in the scheduler.
 * <p>
 * Returns nothing or a {@code boolean}. Parameters: {@link io.resque.Job}, and arguments
 * of the job.
 * <p>
 * Ruby's {@code before_enqueue} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BeforeEnqueue {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
