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

	private final String id;

	private final OperatingSystemProcess process;

	private long heldAt;

	private long goneAt = Long.MAX_VALUE;

	private long buriedAt = Long.MAX_VALUE;

	private ProcessHistory(String id, OperatingSystemProcess process) {
		this.id = id;
		this.process = process;
	}

	/** By the first six digits of their ids. */
	static Map<String, ProcessHistory> of(List<LogLine> log) {
		Map<String, ProcessHistory> lives = new LinkedHashMap<>();
		Map<String, OperatingSystemProcess> processes = new HashMap<>();
		for (LogLine line : log) {
			switch (line.what()) {
				case LEASE_SEEN -> lives.put(line.process(), new ProcessHistory(line.process(),
						processes.computeIfAbsent(line.detail(), OperatingSystemProcess::new)));
				case LEASE_GONE, BURIED -> {
					if (lives.containsKey(line.process())) {
						lives.get(line.process()).add(line);
					}
				}
				case KILLED, TERMINATED, PAUSED, RESUMED ->
					processes.computeIfAbsent(line.detail(), OperatingSystemProcess::new).add(line);
				default -> {
				}
			}
		}
		return lives;
	}

	private void add(LogLine line) {
		if (line.what() == What.BURIED) {
			this.buriedAt = line.micros();
		}
		else {
			this.goneAt = line.micros();
			this.heldAt = Long.parseLong(line.detail());
		}
	}

	/** First six digits of its id. */
	String id() {
		return this.id;
	}

	/** Process id of the operating system. */
	String pid() {
		return this.process.pid();
	}

	/**
	 * Whether its lease was gone at a certain time: it may have gone at any time after it
	 * was last seen.
	 */
	boolean mayHaveLostItsLeaseBy(long micros) {
		return this.goneAt != Long.MAX_VALUE && this.heldAt < micros;
	}

	/**
	 * Whether it was declared dead after a certain time: its lease was gone, and it had
	 * not been asked to stop.
	 */
	boolean wasDeclaredDeadAfter(long micros) {
		return this.goneAt != Long.MAX_VALUE && this.goneAt > micros && !this.process.wasStoppedBefore(this.goneAt);
	}

	/** Whether its lease was lost although nobody had killed, frozen or stopped it. */
	boolean lostItsLeaseUnprovoked() {
		return wasDeclaredDeadAfter(0) && cause().equals("unprovoked");
	}

	/** Why its lease was lost. */
	String cause() {
		if (this.process.killedAt() < this.goneAt) {
			return "killed";
		}
		return this.process.wasFrozenBefore(this.goneAt) ? "frozen" : "unprovoked";
	}

	/** From its end by force until nothing was left of it in Redis. */
	OptionalLong recoveryMicros() {
		long killedAt = this.process.killedAt();
		boolean recovered = killedAt < this.buriedAt && this.buriedAt != Long.MAX_VALUE && killedAt < this.goneAt;
		return recovered ? OptionalLong.of(this.buriedAt - killedAt) : OptionalLong.empty();
	}

	@Override
	public String toString() {
		return this.id + " (process " + pid() + ")";
	}

}
