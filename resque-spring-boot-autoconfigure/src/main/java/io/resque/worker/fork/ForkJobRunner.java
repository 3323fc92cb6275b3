package io.resque.worker.fork;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.worker.JobRunner;
import io.resque.worker.PoolSettings;
import io.resque.worker.WorkerMode;

/**
 * Performs jobs in child processes. The parent alone talks to Redis about a job: it keeps
 * the lease, and writes the outcome that the child reports, or that its end tells.
 */
public final class ForkJobRunner implements JobRunner {

	private static final Duration LOOK = Duration.ofSeconds(1);

	private final ChildPool children;

	private final ForkPerformer performer;

	private final ChildLimits limits;

	/**
	 * Creates a runner.
	 * @param pool name of the pool
	 * @param settings its settings
	 * @param termTimeout how long a job may go on after it was asked to stop
	 * @param launcher starts its children, and nobody else's
	 * @param performer runs the hooks of the parent's side
	 * @param events where to announce
	 */
	public ForkJobRunner(String pool, PoolSettings settings, Duration termTimeout, ChildLauncher launcher,
			ForkPerformer performer, ResqueEvents events) {
		this.children = new ChildPool(pool, settings, launcher, events);
		this.performer = performer;
		this.limits = new ChildLimits(settings.fork().maxMemory(), termTimeout);
	}

	@Override
	public @Nullable Place take() {
		ChildProcess child = this.children.take();
		return (child != null) ? new ChildPlace(child, this.children, this.performer, this.limits) : null;
	}

	@Override
	public void awaitPlace() throws InterruptedException {
		this.children.awaitNew(LOOK);
	}

	@Override
	public int capacity() {
		return this.children.capacity();
	}

	@Override
	public WorkerMode mode() {
		return WorkerMode.FORK;
	}

	@Override
	public int children() {
		return this.children.capacity();
	}

	@Override
	public int jobsLeft() {
		return this.children.jobsLeft();
	}

	@Override
	public void start(Runnable changed) {
		this.children.start(changed);
	}

	@Override
	public void stop() {
		try {
			this.children.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
