package io.resque;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Hooks around all jobs: a bean of this type is called for each of them, several in the
 * order of their {@code @Order}. Enqueue and dequeue hooks run in the thread of the
 * caller, the others in the thread that performs.
 */
public interface JobHooks {

	/**
	 * Before a job is put on its queue. All hooks run; one {@code false} keeps the job
	 * off the queue. Inside a transaction it runs at the call, not at the commit.
	 * @param job the job
	 * @return whether to enqueue
	 */
	default boolean beforeEnqueue(Job job) {
		return true;
	}

	/**
	 * After a job was put on its queue; inside a transaction after the call, before the
	 * commit pushes it.
	 * @param job the job
	 */
	default void afterEnqueue(Job job) {
	}

	/**
	 * Before a job is delayed, in the thread of the caller; not again when it is due. All
	 * hooks run; one {@code false} keeps it from being delayed.
	 * @param job the job
	 * @param at when it is due
	 * @return whether to delay it
	 */
	default boolean beforeSchedule(Job job, Instant at) {
		return true;
	}

	/**
	 * After a job was delayed.
	 * @param job the job
	 * @param at when it is due
	 */
	default void afterSchedule(Job job, Instant at) {
	}

	/**
	 * When a delayed job is due, in the scheduler, before {@link #beforeEnqueue} is asked
	 * and the job goes to its queue. A crash in between has it called again. When it
	 * throws, the job is delayed for another minute.
	 * @param job the job
	 */
	default void beforeDelayedEnqueue(Job job) {
	}

	/**
	 * Before jobs are removed from their queue.
	 * @param job queue, name and the given args (empty: all jobs of the name)
	 * @return whether to remove
	 */
	default boolean beforeDequeue(Job job) {
		return true;
	}

	/**
	 * After jobs were removed from their queue.
	 * @param job queue, name and the given args
	 */
	default void afterDequeue(Job job) {
	}

	/**
	 * Before a job is performed.
	 * @param context the run
	 * @throws SkipJobException to leave the job unperformed, without a failure
	 * @throws Exception to fail the job
	 */
	default void beforePerform(JobContext context) throws Exception {
	}

	/**
	 * Around a job; the first hook is the outermost. Not calling {@code perform} leaves
	 * the job unperformed, without a failure.
	 * @param context the run
	 * @param perform performs the job
	 * @throws Exception to fail the job
	 */
	default void aroundPerform(JobContext context, Perform perform) throws Exception {
		perform.proceed();
	}

	/**
	 * After a job was performed.
	 * @param context the run
	 * @throws Exception to fail the job although it was performed
	 */
	default void afterPerform(JobContext context) throws Exception {
	}

	/**
	 * After a job failed, once for each run; not when its worker stops and the job goes
	 * back to its queue. The failure is recorded whatever happens here.
	 * @param context the run
	 * @param failure what the job or a hook threw
	 */
	default void onFailure(JobContext context, Throwable failure) {
	}

	/**
	 * At the very end of a run, whether the job was performed, skipped or failed, or goes
	 * back to its queue because its worker stops. An exception fails a job that had not
	 * failed; failure hooks are not called for it.
	 * @param context the run
	 * @param failure what the job or a hook threw, or null
	 */
	default void always(JobContext context, @Nullable Throwable failure) {
	}

	/** What an around hook wraps. */
	@FunctionalInterface
	interface Perform {

		/**
		 * Performs the job, or the next around hook.
		 * @throws Exception what it threw
		 */
		void proceed() throws Exception;

	}

}
