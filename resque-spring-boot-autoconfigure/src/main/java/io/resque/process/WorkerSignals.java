package io.resque.process;

import java.util.LinkedHashMap;
import java.util.Map;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.WorkerContainer;

/**
 * What the signals of Ruby's Resque do to the workers of this process. {@code TERM} and
 * {@code INT} are not among them: they stop the application, and the workers with it.
 */
public final class WorkerSignals {

	private final ResqueEvents events;

	private final Map<String, Runnable> actions = new LinkedHashMap<>();

	/**
	 * Creates them, without effect.
	 * @param workers the workers of this process
	 * @param events where to announce
	 */
	public WorkerSignals(WorkerContainer workers, ResqueEvents events) {
		this.events = events;
		this.actions.put("USR1", workers::killJobs);
		this.actions.put("USR2", workers::pause);
		this.actions.put("TSTP", workers::pause);
		this.actions.put("CONT", workers::resume);
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
