package io.resque.event;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.resque.Job;

/**
 * Something that happened to the scheduler, to a delayed job or to a schedule.
 */
public sealed interface ScheduleEvent extends ResqueEvent {

	/**
	 * This process is the scheduler now.
	 *
	 * @param holder its name, {@code host:pid}
	 * @param rubysBefore the name of a scheduler that was not ours and had the lock
	 * before, or null
	 */
	record Leading(String holder, @Nullable String rubysBefore) implements ScheduleEvent {

	}

	/**
	 * Another process is the scheduler.
	 *
	 * @param holder its name, {@code host:pid}
	 */
	record Following(String holder) implements ScheduleEvent {

	}

	/**
	 * This process is no longer the scheduler, because it stops, or did not keep the lock
	 * in time.
	 *
	 * @param lost whether it lost the lock
	 */
	record SteppedDown(boolean lost) implements ScheduleEvent {

	}

	/**
	 * Delayed jobs that were due went to their queues.
	 *
	 * @param jobs how many
	 */
	record DelayedEnqueued(int jobs) implements ScheduleEvent {

	}

	/**
	 * A delayed job could not go to its queue as it should. It is not lost.
	 *
	 * @param job the job; null when it is none, and then it is recorded as failed
	 * @param reason what went wrong
	 * @param cause what was thrown, or null
	 */
	record DelayedProblem(@Nullable Job job, String reason, @Nullable Throwable cause) implements ScheduleEvent {

	}

	/**
	 * The job of a schedule was enqueued.
	 *
	 * @param schedule name of the schedule
	 * @param job the job
	 * @param due when it was due
	 * @param late how late it was enqueued
	 */
	record Enqueued(String schedule, Job job, Instant due, Duration late) implements ScheduleEvent {

	}

	/**
	 * A schedule was due while its last job still waited or ran: that was removed from
	 * its queue, or told to end.
	 *
	 * @param schedule name of the schedule
	 * @param job the job
	 */
	record Cancelled(String schedule, Job job) implements ScheduleEvent {

	}

	/**
	 * A schedule was due, and its job was not enqueued.
	 *
	 * @param schedule name of the schedule
	 * @param due when it was due
	 * @param reason why not
	 */
	record Skipped(String schedule, Instant due, String reason) implements ScheduleEvent {

	}

	/**
	 * A schedule in Redis cannot be used; the others are.
	 *
	 * @param schedule its name
	 * @param problem why
	 */
	record Refused(String schedule, String problem) implements ScheduleEvent {

	}

	/**
	 * A schedule was removed, because the application that declared it does so no more.
	 *
	 * @param schedule its name
	 * @param application name of the application
	 */
	record Withdrawn(String schedule, String application) implements ScheduleEvent {

	}

	/**
	 * The scheduler has read the schedules.
	 *
	 * @param schedules how many it follows
	 */
	record Loaded(int schedules) implements ScheduleEvent {

	}

}
