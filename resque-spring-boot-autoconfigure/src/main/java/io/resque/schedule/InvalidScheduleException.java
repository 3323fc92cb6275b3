package io.resque.schedule;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;

/**
 * A schedule that cannot be used. The message names the schedule, the setting and what
 * would be right, and where it was declared.
 */
public final class InvalidScheduleException extends ResqueException {

	private final @Nullable String setting;

	private final String problem;

	InvalidScheduleException(String schedule, String problem, @Nullable Throwable cause) {
		this(schedule, null, problem, cause);
	}

	InvalidScheduleException(String schedule, @Nullable String setting, String problem, @Nullable Throwable cause) {
		super("The schedule '" + schedule + "' cannot be used: " + problem, cause);
		this.setting = setting;
		this.problem = problem;
	}

	private InvalidScheduleException(String message, @Nullable Throwable cause) {
		super(message, cause);
		this.setting = null;
		this.problem = message;
	}

	/** A file of schedules cannot be used. */
	static InvalidScheduleException ofFile(String file, String problem, @Nullable Throwable cause) {
		return new InvalidScheduleException("The schedules in " + file + " cannot be read: " + problem, cause);
	}

	/** The same, with the place where it was declared. */
	InvalidScheduleException in(String place) {
		return new InvalidScheduleException(getMessage() + " (" + place + ")", this);
	}

	/**
	 * What is wrong: {@code name}, {@code cron}, {@code every}, {@code class},
	 * {@code queue} or {@code args}; null when it is another setting, or all of them.
	 */
	public @Nullable String setting() {
		return this.setting;
	}

	/** What is wrong with it, without the name of the schedule. */
	public String problem() {
		return this.problem;
	}

}
