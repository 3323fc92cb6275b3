package io.resque.dashboard.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.resque.inspect.WorkerInfo;

/**
 * Whether a worker gives signs of life.
 */
public enum Pulse {

	/** Its last heartbeat is recent. */
	ALIVE,

	/** Its last heartbeat is so old that Ruby would prune it. */
	SILENT,

	/** It has none: a worker of PHP, or one that is long gone. */
	NONE;

	private static final Duration RUBY_PRUNES_AFTER = Duration.ofMinutes(5);

	static Pulse of(WorkerInfo worker, Instant now) {
		Instant heartbeat = worker.heartbeat();
		if (heartbeat == null) {
			return NONE;
		}
		return heartbeat.isBefore(now.minus(RUBY_PRUNES_AFTER)) ? SILENT : ALIVE;
	}

	/** Message code. */
	public String code() {
		return "pulse." + name().toLowerCase(Locale.ROOT);
	}

	/** Class in the style sheet. */
	public String cssClass() {
		return "pulse-" + name().toLowerCase(Locale.ROOT);
	}

	/** Whether an operator may remove such a worker. */
	public boolean isRemovable() {
		return this != ALIVE;
	}

}
