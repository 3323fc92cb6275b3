package io.resque.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.resque.NoQueueException;
import io.resque.event.WorkerEvent;
import io.resque.worker.loop.Uninterrupted;

/**
 * Starts and stops the workers of this process with the application: after everything
 * they may need, and before it. Redis need not be there: the workers begin when it is.
 */
public final class WorkerContainer implements SmartLifecycle {

	/** Name of the default pool. */
	public static final String DEFAULT_POOL = "default";

	/** Phase of the life cycle in which workers start and stop. */
	public static final int PHASE = DEFAULT_PHASE - 100;

	private final WorkerSettings settings;

	private final Map<String, PoolSettings> pools;

	private final WorkerStores stores;

	private final WorkerServices services;

	private volatile @Nullable WorkerProcess process;

	private volatile Runnable exit = this::stop;

	/**
	 * Creates a container.
	 * @param settings the workers
	 * @param defaultPool the default pool
	 * @param stores Redis
	 * @param services what workers work with
	 * @throws NoQueueException when a pool has no queues
	 */
	public WorkerContainer(WorkerSettings settings, PoolSettings defaultPool, WorkerStores stores,
			WorkerServices services) {
		this.settings = settings;
		this.stores = stores;
		this.services = services;
		this.pools = services.registry().all().isEmpty() ? Map.of()
				: pools(settings, defaultPool, services.registry().queues());
		createPools();
	}

	@Override
	public synchronized void start() {
		if (this.process == null && !this.pools.isEmpty()) {
			this.process = new WorkerProcess(this.settings, createPools(), this.stores, this.services,
					this::stopAsOrdered);
			this.process.start();
		}
	}

	@Override
	public synchronized void stop() {
		WorkerProcess stopping = this.process;
		if (stopping != null) {
			Uninterrupted.run("resque stop", stopping::stop);
			this.process = null;
		}
	}

	/**
	 * Has something else happen when the workers of this process are ordered to stop:
	 * that the application exits, where they are all there is of it.
	 * @param exit exits it, and so stops the workers; called in a thread of its own
	 */
	public void exitWhenOrdered(Runnable exit) {
		this.exit = exit;
	}

	/** The workers wait for the thread that heard of it. */
	private void stopAsOrdered() {
		this.services.events().announce(new WorkerEvent.StopOrdered());
		new Thread(this.exit, "resque stop as ordered").start();
	}

	@Override
	public boolean isRunning() {
		return this.process != null;
	}

	/**
	 * Whether the workers run and have nothing more to do: all queues were found empty
	 * (or paused, or nobody knows them) after the last job was acknowledged. Whoever asks
	 * repeatedly has the queues looked at again for that. False while Redis does not
	 * answer.
	 * @return whether it is so
	 */
	public boolean workedOff() {
		WorkerProcess current = this.process;
		return current != null && current.workedOff();
	}

	/**
	 * What the workers do now, as this process knows without asking Redis.
	 * @return their status
	 */
	public WorkerStatus status() {
		WorkerProcess current = this.process;
		return (current != null) ? current.status() : new WorkerStatus(false, false, List.of(), List.of());
	}

	/** Number of the workers of this process, started or not. */
	public int workers() {
		return this.pools.values().stream().mapToInt(PoolSettings::concurrency).sum();
	}

	/** Queue list of each pool by its name, with globs and negations as they were set. */
	public Map<String, List<String>> queues() {
		Map<String, List<String>> queues = new LinkedHashMap<>();
		this.pools.forEach((name, pool) -> queues.put(name, pool.queues()));
		return queues;
	}

	/**
	 * Whether this process holds a lease now, by its own clock and without asking Redis:
	 * only then its workers take jobs.
	 * @return false also while they do not run
	 */
	public boolean holdsLease() {
		WorkerProcess current = this.process;
		return current != null && current.holdsLease();
	}

	@Override
	public boolean isAutoStartup() {
		return this.settings.autoStartup();
	}

	/**
	 * Starts late and stops early: below it are the connection factory and the web
	 * server.
	 */
	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Takes no more jobs until told to go on, as Ruby's worker after {@code USR2}: those
	 * that run go on, those that wait go back to their queues. What a call to Redis
	 * brings that is on its way still runs.
	 */
	public void pause() {
		whileRunning(WorkerProcess::pause);
	}

	/** Takes jobs again, as Ruby's worker after {@code CONT}. */
	public void resume() {
		whileRunning(WorkerProcess::resume);
	}

	/** Whether it was told to take no more jobs. */
	public boolean isPaused() {
		WorkerProcess running = this.process;
		return running != null && running.isPaused();
	}

	/**
	 * Ends the jobs that run now, as Ruby's worker after {@code USR1}, and goes on. They
	 * are asked to stop; those that do not fail, and those that run in child processes
	 * end with these.
	 */
	public void killJobs() {
		whileRunning((running) -> running.jobs().killAll());
	}

	private void whileRunning(Consumer<WorkerProcess> action) {
		WorkerProcess running = this.process;
		if (running != null) {
			action.accept(running);
		}
	}

	private List<Pool> createPools() {
		List<Pool> created = new ArrayList<>();
		int seat = 1;
		for (Map.Entry<String, PoolSettings> pool : this.pools.entrySet()) {
			PoolSettings settings = pool.getValue();
			created.add(new Pool(pool.getKey(), settings, new QueueSelector(settings.queues()), seat,
					this.services.runners().create(pool.getKey(), settings)));
			seat += settings.concurrency();
		}
		return created;
	}

	/**
	 * The default pool serves what it is told to, or the queues of all jobs that no other
	 * pool names.
	 */
	private static Map<String, PoolSettings> pools(WorkerSettings settings, PoolSettings defaultPool,
			Set<String> jobQueues) {
		Map<String, PoolSettings> pools = new LinkedHashMap<>();
		Set<String> left = new TreeSet<>(jobQueues);
		settings.pools().values().forEach((pool) -> left.removeAll(pool.queues()));
		if (!defaultPool.queues().isEmpty()) {
			pools.put(DEFAULT_POOL, defaultPool);
		}
		else if (!left.isEmpty() || settings.pools().isEmpty()) {
			pools.put(DEFAULT_POOL, defaultPool.withQueues(List.copyOf(left)));
		}
		pools.putAll(settings.pools());
		return pools;
	}

}
