package io.resque.chaos;

import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param at when, from the start of the run
 * @param kind what happens
 * @param worker number of the worker that it hits, where it hits one
 * @param lasts how long, until the worker is replaced or goes on, or Redis is back
 * @param script the script whose connection is cut, or "all" connections
 */
record Fault(Duration at, Kind kind, int worker, Duration lasts, String script) {

	static final String ALL = "all";

	Duration end() {
		return this.at.plus(this.lasts);
	}

	@Override
	public String toString() {
		String time = "%7.3f s  ".formatted(this.at.toMillis() / 1000.0);
		return switch (this.kind) {
			case KILL -> time + "kill -9 worker " + this.worker + ", replaced after " + this.lasts.toMillis() + " ms";
			case PAUSE -> time + "SIGSTOP worker " + this.worker + " for " + this.lasts.toMillis() + " ms";
			case RESTART -> time + "kill -9 Redis, restarted after " + this.lasts.toMillis() + " ms";
			case CUT -> time + "cut "
					+ (this.script.equals(ALL) ? "all connections" : "the connection after the next " + this.script);
		};
	}

	enum Kind {

		KILL, PAUSE, RESTART, CUT

	}

}
