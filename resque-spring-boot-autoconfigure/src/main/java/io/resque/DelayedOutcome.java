package io.resque;

/**
 * What became of one delayed job that was to be enqueued.
 */
public enum DelayedOutcome {

	/** It is on its queue. */
	ENQUEUED,

	/** It was not there any more; nothing was changed. */
	GONE,

	/** A hook did not let it go to its queue, so it was dropped. */
	GIVEN_UP,

	/** Its queue is unknown, or it is no job; it stays where it is. */
	NO_QUEUE

}
