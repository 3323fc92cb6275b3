package io.resque.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.resque.event.ResqueEvents;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;

/**
 * A duty on a thread of its own that begins and ends with the application.
 */
abstract class LoopLifecycle implements SmartLifecycle {

	private final String name;

	private final Duration lastWords;

	private final ResqueEvents events;

	private @Nullable Loop loop;

	/**
	 * Creates it.
	 * @param name what the duty does, for the thread's name and the log
	 * @param lastWords how long a stop waits for a turn to end
	 * @param events where it is told of what goes wrong
	 */
	LoopLifecycle(String name, Duration lastWords, ResqueEvents events) {
		this.name = name;
		this.lastWords = lastWords;
		this.events = events;
	}

	/** Does it once, and says when to do it again. */
	abstract Turn runOnce();

	/** Called before the first turn of each start. */
	void begin() {
	}

	@Override
	public final synchronized void start() {
		if (this.loop == null) {
			begin();
			this.loop = new Loop(this.name, this::runOnce, new Outage(this.events, () -> {
			}), this.events);
			this.loop.start();
		}
	}

	@Override
	public final synchronized void stop() {
		Loop stopping = this.loop;
		this.loop = null;
		if (stopping != null) {
			try {
				stopping.stop(this.lastWords);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public final synchronized boolean isRunning() {
		return this.loop != null;
	}

}
