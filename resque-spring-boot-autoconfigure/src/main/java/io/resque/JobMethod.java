package io.resque;

import org.jspecify.annotations.Nullable;

/**
 * Calls the method of a job bean with the args of a payload.
 */
@FunctionalInterface
public interface JobMethod {

	/**
	 * Calls the bean.
	 * @param context the run
	 * @throws JobArgumentException when the args do not fit the parameters
	 * @throws Throwable what the bean threw
	 */
	void invoke(JobContext context) throws Throwable;

	/** The bean that is called, as the application knows it; null when it is none. */
	default @Nullable Object bean() {
		return null;
	}

	/** Makes what the first call would have to wait for. */
	default void prepare() {
	}

}
