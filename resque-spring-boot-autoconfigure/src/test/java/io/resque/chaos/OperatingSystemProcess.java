package io.resque.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What the log tells of a worker process as the operating system knows it: what was done
 * to it. It may hold several leases one after the other.
 */
final class OperatingSystemProcess {

	/** The living have so much of their lease before them: less takes nobody's. */
	private static final long HARMLESS = Arena.LEASE.multipliedBy(3).dividedBy(4).toNanos() / 1000;

	/** Long enough after a freeze to be seen to have been declared dead. */
	private static final long AFTERMATH = 10_000_000;

	private final String pid;

	private final List<Freeze> freezes = new ArrayList<>();

	private long killedAt = Long.MAX_VALUE;

	private long stoppedAt = Long.MAX_VALUE;

	private long pausedAt = Long.MAX_VALUE;

	OperatingSystemProcess(String pid) {
		this.pid = pid;
	}

	void add(LogLine line) {
		switch (line.what()) {
			case KILLED -> {
				this.killedAt = line.micros();
			}
			case TERMINATED -> {
				this.stoppedAt = line.micros();
			}
			case PAUSED -> {
				this.pausedAt = line.micros();
			}
			case RESUMED -> {
				this.freezes.add(new Freeze(this.pausedAt, line.micros()));
				this.pausedAt = Long.MAX_VALUE;
			}
			default -> {
			}
		}
	}

	String pid() {
		return this.pid;
	}

	long killedAt() {
		return this.killedAt;
	}

	/** Whether it was asked to stop before a certain time. */
	boolean wasStoppedBefore(long micros) {
		return this.stoppedAt < micros;
	}

	/** Whether a freeze may have cost it a lease that was gone at a certain time. */
	boolean wasFrozenBefore(long micros) {
		return this.pausedAt < micros || this.freezes.stream().anyMatch((freeze) -> freeze.mayCost(micros));
	}

	private record Freeze(long from, long to) {

		private boolean mayCost(long goneAt) {
			return this.to - this.from > HARMLESS && this.from < goneAt && goneAt - this.to < AFTERMATH;
		}

	}

}
