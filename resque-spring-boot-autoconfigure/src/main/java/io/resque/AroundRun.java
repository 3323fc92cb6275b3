package io.resque;

/**
 * Something around the whole run of a job, all hooks included, in the thread that
 * performs it: that of a worker, of a child process, or inline that of the caller. For
 * who looks on; {@link JobHooks} are for who has a say. All beans of this type are
 * called, the first in their order is the outermost.
 */
@FunctionalInterface
public interface AroundRun {

	/**
	 * Around a run.
	 * @param context the run
	 * @param run has to be called
	 * @return what the run answered
	 * @throws Throwable what the run threw
	 */
	boolean run(JobContext context, Run run) throws Throwable;

	/** What is wrapped. */
	@FunctionalInterface
	interface Run {

		/**
		 * Performs the job with its hooks.
		 * @return false when it was left unperformed, or is to run again
		 * @throws Throwable what it failed of, after the failure hooks ran
		 */
		boolean proceed() throws Throwable;

	}

}
