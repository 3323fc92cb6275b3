package io.resque.redis;

/**
 * An entry for a list of failed jobs.
 *
 * @param failureQueue name of the list: {@value #FAILED}, or that of one queue
 * @param bytes the entry
 */
public record FailedEntry(String failureQueue, byte[] bytes) {

	/** The list for the jobs of all queues. */
	public static final String FAILED = "failed";

	private static final String SUFFIX = "_failed";

	/** Ends in the suffix, too, when the name of the queue does. */
	private static final String JOBS = "queue:";

	/** An entry for the list of all queues. */
	public static FailedEntry ofAll(byte[] bytes) {
		return new FailedEntry(FAILED, bytes);
	}

	/** An entry for the list of one queue, as of Ruby's backend redis_multi_queue. */
	public static FailedEntry ofQueue(String queue, byte[] bytes) {
		return new FailedEntry(failureQueue(queue), bytes);
	}

	/**
	 * Name of the list for the jobs of a queue. Ruby's, except where that would be the
	 * list of jobs of another queue.
	 */
	public static String failureQueue(String queue) {
		return isFailureQueue(queue + SUFFIX) ? queue + SUFFIX : FAILED;
	}

	/** Whether a list of failed jobs may have this name. */
	public static boolean isFailureQueue(String name) {
		return name.equals(FAILED) || (name.endsWith(SUFFIX) && !name.startsWith(JOBS));
	}

}
