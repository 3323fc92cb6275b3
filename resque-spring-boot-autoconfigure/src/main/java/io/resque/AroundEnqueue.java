package io.resque;

import java.util.Map;

/**
 * Something around each call that enqueues or delays jobs, hooks included. It may let the
 * jobs carry the trace that they belong to. All beans of this type are called, the first
 * in their order is the outermost.
 */
@FunctionalInterface
public interface AroundEnqueue {

	/**
	 * Around a call.
	 * @param call what is enqueued
	 * @param enqueueing has to be called
	 * @return what it answered
	 */
	int enqueue(Call call, Enqueueing enqueueing);

	/**
	 * What is enqueued.
	 *
	 * @param queue the queue
	 * @param job name of the job
	 * @param jobs how many of them
	 * @param delayed whether they are delayed
	 */
	record Call(String queue, String job, int jobs, boolean delayed) {
	}

	/** What is wrapped. */
	@FunctionalInterface
	interface Enqueueing {

		/**
		 * Enqueues the jobs.
		 * @param trace what becomes the member {@code trace} of their payloads; empty for
		 * none
		 * @return how many were enqueued
		 */
		int proceed(Map<String, String> trace);

	}

}
