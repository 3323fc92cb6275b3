package io.resque.schedule;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

import io.resque.ResqueException;

/**
 * A schedule that cannot be used. The message names the schedule, the setting and what
 * would be right.
 */
public final class InvalidScheduleException extends ResqueException {

	InvalidScheduleException(String schedule, String problem, @Nullable Throwable cause) {
		super("The schedule '" + schedule + "' cannot be used: " + problem, cause);
	}

	InvalidScheduleException(Resource file, RuntimeException cause) {
		super("The schedules in " + file.getDescription() + " cannot be read: " + cause.getMessage(), cause);
	}

}
