package io.resque.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.WorkerContainer;

/**
 * What the signals of Ruby's Resque do to the workers of this process. {@code TERM} and
 * {@code INT} are not among them: they stop the application, and the workers with it.
 */
public final class WorkerSignals {

	private static final List<String> NAMES = List.of("USR1", "USR2", "TSTP", "CONT");

	private final ResqueEvents events;

	private final Map<String, Runnable> actions = new LinkedHashMap<>();

	private WorkerSignals(ResqueEvents events) {
		this.events = events;
	}

	/**
	 * Creates them, without effect.
	 * @param workers the workers of this process
	 * @param events where to announce
	 */
	public WorkerSignals(WorkerContainer workers, ResqueEvents events) {
		this(events);
		this.actions.put("USR1", workers::killJobs);
		this.actions.put("USR2", workers::pause);
		this.actions.put("TSTP", workers::pause);
		this.actions.put("CONT", workers::resume);
	}

	/**
	 * The same signals, for somebody else to obey.
	 * @param receiver gets their names
	 * @param events where to announce
	 */
	static WorkerSignals to(Consumer<String> receiver, ResqueEvents events) {
		WorkerSignals signals = new WorkerSignals(events);
		NAMES.forEach((name) -> signals.actions.put(name, () -> receiver.accept(name)));
		return signals;
	}

	/** Handles the signals from here on. */
	public void install() {
		this.actions.forEach((name, action) -> {
			if (!Signals.handle(name, () -> received(name, action))) {
				this.events.announce(new WorkerEvent.Doubtful("Signal " + name
						+ " is not supported here, or the JVM keeps it (-Xrs): the workers do not hear it"));
			}
		});
	}

	private void received(String name, Runnable action) {
		this.events.announce(new WorkerEvent.SignalReceived(name));
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			this.events.announce(new WorkerEvent.Unexpected("obeying signal " + name, ex));
		}
	}

}
