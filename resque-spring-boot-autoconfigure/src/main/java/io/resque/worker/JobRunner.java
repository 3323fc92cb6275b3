package io.resque.worker;

import io.resque.JobContext;

/**
 * Performs the jobs of a pool: in the threads of its slots, or elsewhere. May be started
 * and stopped once.
 */
public interface JobRunner {

	/**
	 * Performs a job and waits for its end. Whoever stops the job interrupts this thread
	 * after {@link JobContext#stopRequested()} has become true.
	 * @param context the run
	 * @param payload the job as it was fetched
	 * @return false when a hook left it unperformed
	 * @throws Throwable what the job threw
	 */
	boolean run(JobContext context, byte[] payload) throws Throwable;

	/** How many jobs it can perform at once now, those that run included. */
	int capacity();

	/**
	 * Starts it.
	 * @param changed called when its capacity has grown
	 */
	void start(Runnable changed);

	/** Stops it. Jobs that still run are given up. */
	void stop();

	/**
	 * Makes the runners of pools.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Makes a runner, not started.
		 * @param pool name of the pool
		 * @param settings its settings
		 * @return the runner
		 */
		JobRunner create(String pool, PoolSettings settings);

	}

}
