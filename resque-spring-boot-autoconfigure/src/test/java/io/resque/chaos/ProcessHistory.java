package io.resque.chaos;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.resque.chaos.LogLine.What;

/**
 * What the log tells of one life of a worker process in Redis, from its lease to its
 * burial.
 */
final class ProcessHistory {

	/** The living have so much of their lease before them: less takes nobody's. */
	private static final long HARMLESS = Arena.LEASE.multipliedBy(3).dividedBy(4).toNanos() / 1000;

	/** Long enough after a freeze to be seen to have been declared dead. */
	private static final long AFTERMATH = 10_000_000;

	private long heldAt;

	private long goneAt = Long.MAX_VALUE;

	private long buriedAt = Long.MAX_VALUE;

	private long killedAt = Long.MAX_VALUE;

	private long pausedAt = Long.MAX_VALUE;

	private long thawedAt = -AFTERMATH;

	private boolean noticed;

	/** By the first six digits of their ids. */
	static Map<String, ProcessHistory> of(List<LogLine> log) {
		Map<String, ProcessHistory> processes = new LinkedHashMap<>();
		Map<String, ProcessHistory> latest = new HashMap<>();
		for (LogLine line : log) {
			if (line.what() == What.LEASE_SEEN) {
				ProcessHistory process = new ProcessHistory();
				processes.put(line.process(), process);
				latest.put(line.detail(), process);
			}
			else if (processes.containsKey(line.process())) {
				processes.get(line.process()).add(line);
			}
			else if (latest.containsKey(line.detail())) {
				latest.get(line.detail()).add(line);
			}
		}
		return processes;
	}

	private void add(LogLine line) {
		switch (line.what()) {
			case LEASE_GONE -> {
				this.goneAt = line.micros();
				this.heldAt = Long.parseLong(line.detail());
			}
			case BURIED -> {
				this.buriedAt = line.micros();
			}
			case KILLED -> {
				this.killedAt = line.micros();
			}
			case LEASE_LOST -> {
				this.noticed = true;
			}
			case PAUSED -> {
				this.pausedAt = line.micros();
			}
			case RESUMED -> {
				if (line.micros() - this.pausedAt > HARMLESS) {
					this.thawedAt = line.micros();
				}
				this.pausedAt = Long.MAX_VALUE;
			}
			default -> {
			}
		}
	}

	/**
	 * Whether its lease was gone at a certain time: it may have gone at any time after it
	 * was last seen.
	 */
	boolean mayHaveLostItsLeaseBy(long micros) {
		return this.goneAt != Long.MAX_VALUE && this.heldAt < micros;
	}

	/** Whether it lived on without its lease although nobody had frozen it. */
	boolean lostItsLeaseUnprovoked() {
		return this.noticed && !wasFrozen();
	}

	private boolean wasFrozen() {
		return this.pausedAt < this.goneAt
				|| (this.goneAt != Long.MAX_VALUE && this.goneAt - this.thawedAt < AFTERMATH);
	}

	/** Whether others may have recovered its jobs. */
	boolean wasKilledOrAway() {
		return this.killedAt != Long.MAX_VALUE || this.noticed || wasFrozen();
	}

	/** Why its lease was lost. */
	String cause() {
		if (this.killedAt < this.goneAt) {
			return "killed";
		}
		return wasFrozen() ? "frozen" : "unprovoked";
	}

	/** From its end by force until nothing was left of it in Redis. */
	OptionalLong recoveryMicros() {
		boolean recovered = this.killedAt < this.buriedAt && this.buriedAt != Long.MAX_VALUE
				&& this.killedAt < this.goneAt;
		return recovered ? OptionalLong.of(this.buriedAt - this.killedAt) : OptionalLong.empty();
	}

}
