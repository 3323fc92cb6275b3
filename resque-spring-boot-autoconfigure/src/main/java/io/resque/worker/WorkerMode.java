package io.resque.worker;

/**
 * Where the jobs of a pool are performed.
 */
public enum WorkerMode {

	/** In threads of this process. */
	THREAD,

	/**
	 * In child processes, as Ruby's Resque does: what a job leaks, crashes or exits is
	 * its own.
	 */
	FORK

}
