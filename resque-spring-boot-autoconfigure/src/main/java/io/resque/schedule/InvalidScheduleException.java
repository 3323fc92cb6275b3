package io.resque.schedule;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;

/**
 * A schedule that cannot be used. The message names the schedule, the setting and what
 * would be right, and where it was declared.
 */
public final class InvalidScheduleException extends ResqueException {

	InvalidScheduleException(String schedule, String problem, @Nullable Throwable cause) {
		this("The schedule '" + schedule + "' cannot be used: " + problem, cause);
	}

	private InvalidScheduleException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/** A file of schedules cannot be used. */
	static InvalidScheduleException ofFile(String file, String problem, @Nullable Throwable cause) {
		return new InvalidScheduleException("The schedules in " + file + " cannot be read: " + problem, cause);
	}

	/** The same, with the place where it was declared. */
	InvalidScheduleException in(String place) {
		return new InvalidScheduleException(getMessage() + " (" + place + ")", this);
	}

}
