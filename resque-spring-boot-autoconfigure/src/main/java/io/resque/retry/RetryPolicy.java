package io.resque.retry;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.JobContext;

/**
 * What a job bean may say about its own retries, beyond what its settings say: the bean
 * implements it. Called in the thread of the job; in the worker process when the process
 * of the job has ended with it.
 */
public interface RetryPolicy {

	/**
	 * How long to wait before the job is tried again.
	 * @param context the run that failed
	 * @param failure what it threw
	 * @return the delay, or null for the one of the settings
	 */
	default @Nullable Duration retryDelay(JobContext context, Throwable failure) {
		return null;
	}

	/**
	 * Arguments of the job when it is tried again (Ruby's {@code retry_args}).
	 * @param context the run that failed
	 * @param failure what it threw
	 * @return the arguments, or null for the same ones
	 */
	default @Nullable List<? extends @Nullable Object> retryArgs(JobContext context, Throwable failure) {
		return null;
	}

	/**
	 * The job is not tried again; its failure will be recorded (Ruby's
	 * {@code give_up_callback}).
	 * @param context the run that failed
	 * @param failure what it threw
	 */
	default void gaveUp(JobContext context, Throwable failure) {
	}

}
