package io.resque.worker;

import io.resque.JobContext;

/**
 * Where a job is performed: in this thread, or elsewhere.
 */
@FunctionalInterface
public interface JobRunner {

	/**
	 * Performs a job and waits for its end.
	 * @param context the run
	 * @return false when a hook left it unperformed
	 * @throws Throwable what the job threw
	 */
	boolean run(JobContext context) throws Throwable;

}
