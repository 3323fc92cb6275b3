package io.resque.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.loop.Waiter;

/**
 * Keeps a number of worker processes running.
 * <ol>
 * <li>Each is this process again, and is told who supervises it.</li>
 * <li>One that ends is started again: at once the first time, later and later when it
 * keeps dying young.</li>
 * <li>Where workers end when their queues are empty, one that did so is left alone, and
 * this ends with the last of them.</li>
 * <li>Signals that workers obey are passed on to all.</li>
 * <li>At a stop all are asked to end, and have the time for it that they allow
 * themselves.</li>
 * </ol>
 */
public final class Supervisor {

	/** Variables that are for the first process. */
	private static final List<String> OWN_VARIABLES = List.of("COUNT", "BACKGROUND", "PIDFILE");

	private final Waiter waiter = new Waiter();

	private final List<WorkerSeat> seats;

	private final ResqueEvents events;

	private volatile boolean stopping;

	/**
	 * Creates a supervisor.
	 * @param processes how many worker processes
	 * @param endsWhenEmpty whether workers end when their queues are empty
	 * @param starter starts one
	 * @param events where to announce what becomes of them
	 */
	public Supervisor(int processes, boolean endsWhenEmpty, Starter starter, ResqueEvents events) {
		this.events = events;
		this.seats = IntStream.rangeClosed(1, processes)
			.mapToObj((number) -> new WorkerSeat(number, endsWhenEmpty, starter, this.waiter::wake, events))
			.toList();
	}

	/**
	 * Starts this process again as a worker.
	 * @param command the command of this process
	 * @return how to do that
	 */
	public static Starter workers(OwnCommand command) {
		return () -> {
			ProcessBuilder builder = new ProcessBuilder(command.line()).inheritIO();
			Map<String, String> environment = builder.environment();
			OWN_VARIABLES.forEach(environment::remove);
			environment.put(SupervisorWatch.VARIABLE, SupervisorWatch.value());
			command.adapt(environment);
			return builder.start();
		};
	}

	/**
	 * Keeps the processes running. Returns when all have ended because their queues are
	 * empty, or when this is stopped.
	 */
	public void run() {
		Duration pause = tend();
		while (pause != null) {
			try {
				this.waiter.await(pause);
			}
			catch (InterruptedException ex) {
				// Who wants to end this calls stop; a stray interrupt must not.
			}
			pause = tend();
		}
	}

	/** Asks all processes to end, and waits for that. */
	public void stop() {
		List<Process> running;
		synchronized (this) {
			this.stopping = true;
			running = running();
		}
		if (!running.isEmpty()) {
			this.events.announce(new WorkerEvent.SupervisorStopping(running.size()));
		}
		running.forEach(Process::destroy);
		running.forEach((process) -> process.onExit().join());
		this.waiter.wake();
	}

	/** Passes on what the workers obey, from here on: by itself it would end this one. */
	public void passSignalsOn() {
		WorkerSignals.to(this::passOn, this.events).install();
	}

	/** By the shell, because small systems have no program for it. */
	private synchronized void passOn(String signal) {
		List<Process> running = running();
		List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$@\"", "kill", signal));
		running.forEach((process) -> command.add(Long.toString(process.pid())));
		try {
			if (!running.isEmpty()) {
				new ProcessBuilder(command).inheritIO().start().onExit().join();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<Process> running() {
		return this.seats.stream().flatMap(WorkerSeat::running).toList();
	}

	/** Looks after each process; tells when to do it again, or that it is not needed. */
	private synchronized @Nullable Duration tend() {
		Duration next = null;
		for (WorkerSeat seat : this.seats) {
			Duration pause = this.stopping ? null : seat.tend();
			if (pause != null && (next == null || pause.compareTo(next) < 0)) {
				next = pause;
			}
		}
		return next;
	}

	/** Starts a process. */
	@FunctionalInterface
	public interface Starter {

		/** Starts it. */
		Process start() throws IOException;

	}

}
