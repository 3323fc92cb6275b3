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

	/** The job is on its queue with other args. */
	EDITED,

	/** The same, and its entry is removed. */
	EDITED_AND_REMOVED,

	/** Jobs that were found are on their queues, and their entries are removed. */
	FOUND_RETRIED_AND_REMOVED,

	/** A change of many is not at its end. */
	BULK_GOES_ON,

	/** The typed number was another one. */
	NUMBER_DIFFERS,

	/** What the question was about is not there any more. */
	LIST_CHANGED,

	/** Selected jobs are on their queues again. */
	SELECTED_RETRIED,

	/** Selected jobs are on their queues again and off the list. */
	SELECTED_RETRIED_AND_REMOVED,

	/** Selected entries were removed. */
	SELECTED_REMOVED,

	/** Some of those selected were gone, or refused. */
	SELECTED_SOME,

	/** Nothing was selected. */
	NOTHING_SELECTED,

	/** A canary retry was started. */
	CANARY_STARTED,

	/** It was cancelled. */
	CANARY_CANCELLED,

	/** It goes on. */
	CANARY_RESUMED,

	/** It was somewhere else already. */
	CANARY_UNCHANGED,

	/** A delayed job is on its queue. */
	DELAYED_ENQUEUED,

	/** A delayed job was removed. */
	DELAYED_REMOVED,

	/** A delayed job was gone already. */
	DELAYED_GONE,

	/** A hook kept a delayed job off its queue, and it was dropped. */
	DELAYED_GIVEN_UP,

	/** The queue of a delayed job is unknown. */
	DELAYED_NO_QUEUE,

	/** Selected delayed jobs are on their queues. */
	DELAYED_SELECTED_ENQUEUED,

	/** Selected delayed jobs were removed. */
	DELAYED_SELECTED_REMOVED,

	/** All delayed jobs were removed. */
	DELAYED_CLEARED,

	/** A retry was given up. */
	RETRY_CANCELLED,

	/** The schedule was removed. */
	SCHEDULE_REMOVED,

	/** It was gone already. */
	SCHEDULE_GONE,

	/** An application declares it, so it stays. */
	SCHEDULE_DECLARED,

	/** The schedule is paused. */
	SCHEDULE_PAUSED,

	/** It goes on. */
	SCHEDULE_RESUMED,

	/** Its job is on its queue. */
	SCHEDULE_RUN,

	/** A hook kept its job off the queue. */
	SCHEDULE_NOT_RUN,

	/** The queue was removed. */
	QUEUE_REMOVED,

	/** The typed name was another one. */
	QUEUE_NAME_DIFFERS,

	/** Nobody takes jobs from the queue. */
	QUEUE_PAUSED,

	/** Jobs are taken from it again. */
	QUEUE_RESUMED,

	/** It was not paused. */
	QUEUE_NOT_PAUSED,

	/** One job of a queue was removed. */
	JOB_REMOVED,

	/** It was gone already. */
	JOB_GONE,

	/** All workers are paused. */
	WORKERS_PAUSED,

	/** They go on. */
	WORKERS_RESUMED,

	/** Jobs of one kind are performed again. */
	KIND_RESUMED,

	/** They were not paused. */
	KIND_NOT_PAUSED,

	/** A running job was told to end. */
	JOB_TOLD_TO_END,

	/** The worker did not show that job any more. */
	JOB_ENDED,

	/** A process was told to take no more jobs. */
	PROCESS_QUIET,

	/** It was told to go on. */
	PROCESS_RESUMED,

	/** It was told to stop. */
	PROCESS_STOPPED,

	/** It was gone already. */
	PROCESS_GONE,

	/** A schedule was set. */
	SCHEDULE_SET,

	/** Its arguments cannot have parameters. */
	SCHEDULE_PARAMETERS,

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
		return switch (this) {
			case GONE, BULK_GOES_ON, NUMBER_DIFFERS, LIST_CHANGED, SELECTED_SOME, NOTHING_SELECTED, SCHEDULE_GONE,
					SCHEDULE_DECLARED, CANARY_UNCHANGED, DELAYED_GONE, DELAYED_GIVEN_UP, DELAYED_NO_QUEUE,
					SCHEDULE_NOT_RUN, QUEUE_NAME_DIFFERS, QUEUE_NOT_PAUSED, JOB_GONE, KIND_NOT_PAUSED, JOB_ENDED,
					PROCESS_GONE, SCHEDULE_PARAMETERS, WORKER_GONE, WORKER_ALIVE ->
				true;
			default -> false;
		};
	}

}
