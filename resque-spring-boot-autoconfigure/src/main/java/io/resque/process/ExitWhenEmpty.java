package io.resque.process;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.WorkerContainer;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;
import io.resque.worker.loop.Uninterrupted;

/**
 * Ends the application when its workers have nothing more to do. Started when the
 * application is ready, because what runs at its start may enqueue the first jobs.
 */
public final class ExitWhenEmpty implements SmartLifecycle {

	private static final Duration LOOK = Duration.ofMillis(100);

	private final WorkerContainer workers;

	private final Runnable exit;

	private final ResqueEvents events;

	private final Loop loop;

	private volatile boolean running;

	/**
	 * Creates it, not started.
	 * @param workers the workers
	 * @param exit ends the application, in a thread of this object
	 * @param events where to announce
	 */
	public ExitWhenEmpty(WorkerContainer workers, Runnable exit, ResqueEvents events) {
		this.workers = workers;
		this.exit = exit;
		this.events = events;
		this.loop = new Loop("exit when empty", this::look, new Outage(events, () -> {
		}), events);
	}

	@Override
	public void start() {
		if (this.workers.isAutoStartup() && !this.workers.isRunning()) {
			this.events
				.announce(new WorkerEvent.Doubtful("resque.process.exit-when-empty has no effect: this application"
						+ " has no @ResqueJob, so it has no queues that could become empty"));
			return;
		}
		this.running = true;
		this.loop.start();
	}

	@Override
	public void stop() {
		this.running = false;
		Uninterrupted.run("resque stop", () -> this.loop.stop(Duration.ZERO));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return false;
	}

	private Turn look() throws InterruptedException {
		if (this.running && this.workers.workedOff()) {
			this.loop.stop(Duration.ZERO);
			this.events.announce(new WorkerEvent.WorkedOff());
			this.exit.run();
		}
		return Turn.silent(LOOK);
	}

}
