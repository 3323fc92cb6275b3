package io.resque.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a job bean that is called before jobs are taken off their queue by
 * {@code dequeue}, in the thread of the caller. All such methods run; one that returns
 * {@code false} leaves them there.
 * <p>
 * Returns nothing or a {@code boolean}. Parameters: {@link io.resque.Job} (with the given
 * arguments; without any, all jobs of the name are meant), and these arguments.
 * <p>
 * Ruby's {@code before_dequeue} hook.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BeforeDequeue {

	/**
	 * Place among the methods of the same kind, the lowest first; those without one come
	 * last, in the order of their names as in Ruby.
	 */
	int order() default Integer.MAX_VALUE;

}
