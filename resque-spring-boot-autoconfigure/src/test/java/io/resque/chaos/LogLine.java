package io.resque.chaos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One thing that happened in a run: one line of a log file.
 *
 * @param micros when, in microseconds since 1970
 * @param what what happened
 * @param job id of the job, or "-"
 * @param token token of the job, or 0
 * @param process first six digits of the process id in Redis, or "-"
 * @param detail what else is to be said
 */
record LogLine(long micros, What what, String job, long token, String process, String detail) {

	static final String NONE = "-";

	static long now() {
		return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
	}

	static LogLine parse(String line) {
		String[] parts = line.split(" ", 6);
		return new LogLine(Long.parseLong(parts[0]), What.valueOf(parts[1]), parts[2], Long.parseLong(parts[3]),
				parts[4], parts[5]);
	}

	/** The process id in Redis as worker ids have it. */
	static String process(String processId) {
		return processId.substring(0, 6);
	}

	@Override
	public String toString() {
		return this.micros + " " + this.what + " " + this.job + " " + this.token + " " + this.process + " "
				+ this.detail.lines().findFirst().orElse("");
	}

	/**
	 * What happened. Details are in brackets.
	 */
	enum What {

		/** Redis has taken a job (its name). */
		ACCEPTED,

		/** Redis may have taken a job (its name). */
		UNKNOWN,

		/** Redis has not taken a job (its name). */
		REFUSED,

		/** A job began (operating system's process id). */
		STARTED,

		/** A job ended well. */
		FINISHED,

		/** A job threw. */
		THREW,

		/** A worker announced that Redis has taken the result of a job. */
		ACKNOWLEDGED,

		/** A worker announced that the result of a job came too late. */
		LATE,

		/** A worker announced that it has lost its lease. */
		LEASE_LOST,

		/** A worker announced that it recovered the jobs of a dead process. */
		RECOVERED,

		/** Anything else that a worker announced. */
		EVENT,

		/** A lease is in Redis (operating system's process id). */
		LEASE_SEEN,

		/** A lease is no longer in Redis (when it was last seen there). */
		LEASE_GONE,

		/** Nothing is left of a process in Redis. */
		BURIED,

		/** A worker process was started (its process id). */
		BORN,

		/** A worker process was killed (its process id). */
		KILLED,

		/** A worker process is dead and nobody had killed it (its process id). */
		DIED,

		/** A worker process was asked to stop (its process id). */
		TERMINATED,

		/** A worker process was frozen (its process id). */
		PAUSED,

		/** A frozen worker process goes on (its process id). */
		RESUMED,

		/** The replica of Redis no longer gets what its master takes. */
		REPLICA_BEHIND,

		/** Redis was killed. */
		REDIS_DOWN,

		/** Redis works again. */
		REDIS_UP,

		/** Connections are to be cut (all, or that of the next script of a name). */
		CUT,

		/** Connections were cut (all, or the script whose answer was cut off). */
		CUT_DONE,

		/** The witness sees Redis again (for how many microseconds it could not). */
		BLIND,

		/** A part of the test itself does not work (why). */
		BROKEN

	}

}
