package io.resque;

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

	/** Makes what the first call would have to wait for. */
	default void prepare() {
	}

}
