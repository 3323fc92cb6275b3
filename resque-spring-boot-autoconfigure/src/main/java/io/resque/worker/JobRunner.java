package io.resque.worker;

import org.jspecify.annotations.Nullable;

import io.resque.JobContext;

/**
 * Performs the jobs of a pool: in the threads of its slots, or elsewhere. May be started
 * and stopped once.
 */
public interface JobRunner {

	/**
	 * Takes a place for a job that is about to start.
	 * @return the place, or null when there is none now
	 */
	@Nullable Place take();

	/** Waits until there may be a place, a second at most. */
	void awaitPlace() throws InterruptedException;

	/** How many jobs it can perform at once now, those that run included. */
	int capacity();

	/**
	 * How many jobs it can perform with the places that it has now, one after the other,
	 * those that run included, at most: more are not worth having ready.
	 */
	int jobsLeft();

	/** Where it performs jobs. */
	default WorkerMode mode() {
		return WorkerMode.THREAD;
	}

	/** How many child processes it has now, for jobs or ready for them. */
	default int children() {
		return 0;
	}

	/**
	 * Starts it.
	 * @param changed called when its capacity has grown
	 */
	void start(Runnable changed);

	/** Stops it. Jobs that still run are given up. */
	void stop();

	/**
	 * Where one job is performed.
	 */
	interface Place {

		/**
		 * Performs a job and waits for its end. Whoever stops the job interrupts this
		 * thread after {@link JobContext#stopRequested()} has become true.
		 * @param context the run
		 * @param payload the job as it was fetched
		 * @return false when a hook left it unperformed
		 * @throws Throwable what the job threw
		 */
		boolean run(JobContext context, byte[] payload) throws Throwable;

		/** Whether it ends a job that goes on although it was asked to stop. */
		default boolean endsJobs() {
			return false;
		}

		/** Gives the place back, whether a job ran or not. */
		void release();

	}

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
