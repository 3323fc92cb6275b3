package io.resque;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks arguments of a job that nobody is to see: {@code •••} stands for them on the
 * dashboard, in logs, in {@link Job#toString()} and in exceptions of this library. In
 * Redis they are what they are.
 * <ul>
 * <li>On a parameter of a job's method it hides that argument, of all overloads.</li>
 * <li>On a type it hides each argument that is, or contains, something of this type.</li>
 * <li>On a field or record component it hides the members of this name in all arguments
 * of jobs that take the type.</li>
 * </ul>
 * It is known where the job is registered. A process without the job, such as a dashboard
 * of its own, hides what {@code resque.dashboard.mask} names.
 */
@Target({ ElementType.PARAMETER, ElementType.TYPE, ElementType.FIELD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Sensitive {

}
