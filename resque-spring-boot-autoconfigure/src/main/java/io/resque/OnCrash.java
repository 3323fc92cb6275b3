package io.resque;

/**
 * What becomes of a started job when the process that performs it dies.
 */
public enum OnCrash {

	/** It is performed again, from the head of its queue: at least once. */
	REQUEUE,

	/**
	 * It goes to the failed list as a dirty exit, as in Ruby's Resque: at most once. Each
	 * such job costs one more round trip, for the start mark. Jobs that had not started
	 * are performed.
	 */
	FAIL

}
