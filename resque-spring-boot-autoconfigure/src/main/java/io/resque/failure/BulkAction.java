package io.resque.failure;

/**
 * What is done with many failed jobs.
 */
public enum BulkAction {

	/** The jobs go back to their queues; the entries stay, marked as retried. */
	RETRY,

	/** The jobs go back to their queues, and the entries are removed. */
	RETRY_AND_REMOVE,

	/** The entries are removed. */
	REMOVE

}
