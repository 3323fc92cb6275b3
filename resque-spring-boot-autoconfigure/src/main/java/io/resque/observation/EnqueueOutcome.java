package io.resque.observation;

/**
 * What has become of a call that enqueues jobs.
 */
public enum EnqueueOutcome {

	/** They are on their queue, or go there at the commit of the transaction. */
	ENQUEUED,

	/** They are delayed, or will be at the commit of the transaction. */
	DELAYED,

	/** Hooks kept all of them off. */
	REFUSED,

	/** The call threw. */
	FAILED

}
