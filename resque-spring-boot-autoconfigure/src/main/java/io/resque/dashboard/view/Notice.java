package io.resque.dashboard.view;

import java.util.Locale;

/**
 * What a page says after a change. It travels in the address, so it names one of these
 * and no free text.
 */
public enum Notice {

	/** One job is on its queue again. */
	RETRIED,

	/** One job is on its queue again and off the list. */
	RETRIED_AND_REMOVED,

	/** One entry was removed. */
	REMOVED,

	/** All jobs are on their queues again. */
	ALL_RETRIED,

	/** The retried entries were removed. */
	RETRIED_CLEARED,

	/** All entries were removed. */
	CLEARED,

	/** The entry was gone already. */
	GONE,

	/** A canary retry was started. */
	CANARY_STARTED,

	/** It was cancelled. */
	CANARY_CANCELLED,

	/** It goes on. */
	CANARY_RESUMED,

	/** It was somewhere else already. */
	CANARY_UNCHANGED,

	/** The queue was removed. */
	QUEUE_REMOVED,

	/** The typed name was another one. */
	QUEUE_NAME_DIFFERS,

	/** The worker was removed. */
	WORKER_REMOVED,

	/** The worker was gone already. */
	WORKER_GONE,

	/** The worker lives and was not removed. */
	WORKER_ALIVE;

	/** Message code. */
	public String code() {
		return "notice." + name().toLowerCase(Locale.ROOT);
	}

	/** Whether it is bad news. */
	public boolean isWarning() {
		return this == GONE || this == CANARY_UNCHANGED || this == QUEUE_NAME_DIFFERS || this == WORKER_GONE
				|| this == WORKER_ALIVE;
	}

}
