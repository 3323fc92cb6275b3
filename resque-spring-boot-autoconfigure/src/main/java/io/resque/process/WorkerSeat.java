package io.resque.process;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;

/**
 * One of the processes of a supervisor: as one ends, the next one takes its seat. Serves
 * one thread at a time.
 */
final class WorkerSeat {

	private static final Duration NOTHING_TO_DO = Duration.ofHours(1);

	/** Who lives longer than that did not die of its start. */
	private static final Duration YOUNG = Duration.ofMinutes(1);

	private static final int LONGEST_DELAY_SECONDS = 30;

	private final int number;

	private final boolean endsWhenEmpty;

	private final Supervisor.Starter starter;

	private final Runnable ended;

	private final ResqueEvents events;

	private @Nullable Process process;

	private long startedAt;

	private long dueAt = System.nanoTime();

	private int diedYoung;

	private boolean left;

	WorkerSeat(int number, boolean endsWhenEmpty, Supervisor.Starter starter, Runnable ended, ResqueEvents events) {
		this.number = number;
		this.endsWhenEmpty = endsWhenEmpty;
		this.starter = starter;
		this.ended = ended;
		this.events = events;
	}

	/** Its process, when there is one. */
	Stream<Process> running() {
		return Stream.ofNullable(this.process).filter(Process::isAlive);
	}

	/**
	 * Starts a process when it is time for one.
	 * @return when to look again; null when there will be none any more
	 */
	@Nullable Duration tend() {
		Process present = this.process;
		if (present != null && present.isAlive()) {
			return NOTHING_TO_DO;
		}
		if (present != null) {
			this.process = null;
			hasEnded(present);
		}
		if (this.left) {
			return null;
		}
		Duration left = Duration.ofNanos(this.dueAt - System.nanoTime());
		return (left.isZero() || left.isNegative()) ? start() : left;
	}

	private void hasEnded(Process process) {
		this.left = this.endsWhenEmpty && process.exitValue() == 0;
		Duration delay = this.left ? null : delay();
		this.events.announce(new WorkerEvent.ProcessEnded(this.number, process.pid(), process.exitValue(), delay));
	}

	private Duration start() {
		this.startedAt = System.nanoTime();
		try {
			Process started = this.starter.start();
			this.process = started;
			started.onExit().thenRun(this.ended);
			this.events.announce(new WorkerEvent.ProcessStarted(this.number, started.pid()));
			return NOTHING_TO_DO;
		}
		catch (IOException ex) {
			this.events.announce(new WorkerEvent.Unexpected("starting worker process " + this.number, ex));
			return delay();
		}
	}

	private Duration delay() {
		boolean young = System.nanoTime() - this.startedAt < YOUNG.toNanos();
		this.diedYoung = young ? this.diedYoung + 1 : 0;
		Duration delay = delay(this.diedYoung);
		this.dueAt = System.nanoTime() + delay.toNanos();
		return delay;
	}

	/** How long to wait when so many processes in a row have died young. */
	static Duration delay(int diedYoung) {
		return (diedYoung < 2) ? Duration.ZERO
				: Duration.ofSeconds(Math.min(LONGEST_DELAY_SECONDS, 1L << Math.min(diedYoung - 2, 5)));
	}

}
