package io.resque;

/**
 * Hooks around workers: a bean of this type is called by the workers of its application,
 * several in the order of their {@code @Order}. Each tells the process that it runs in;
 * the threads are those of the library, so be quick.
 * <p>
 * What a hook throws is logged, and the worker goes on; only a fork hook fails its job.
 */
public interface WorkerHooks {

	/**
	 * Before the workers of this process are registered and take their first job, in
	 * either mode; once for each start. Worker process.
	 */
	default void beforeFirstFork() {
	}

	/**
	 * Before a job is handed to a child process; not where jobs run in threads. Worker
	 * process, in the thread of the worker.
	 * @param context the run
	 * @throws Exception to fail the job
	 */
	default void beforeFork(JobContext context) throws Exception {
	}

	/**
	 * In the child process, before each job that it gets and before the job's own hooks.
	 * Child process, in the thread of the job.
	 * @param context the run
	 * @throws Exception to fail the job
	 */
	default void afterFork(JobContext context) throws Exception {
	}

	/**
	 * Before a child process ends that has had its jobs; not when it is ended. Child
	 * process.
	 */
	default void beforeChildExit() {
	}

	/** Before the workers of a process are paused. Worker process. */
	default void beforePause() {
	}

	/** After the workers of a process were resumed. Worker process. */
	default void afterPause() {
	}

	/**
	 * When a pool that has worked finds its queues empty; not at the start. Worker
	 * process.
	 * @param pool name of the pool
	 */
	default void queueEmpty(String pool) {
	}

	/** When the workers of a process begin to stop. Worker process. */
	default void onShutdown() {
	}

	/**
	 * After the workers of a process have stopped and are registered no more. Worker
	 * process.
	 */
	default void workerExit() {
	}

}
