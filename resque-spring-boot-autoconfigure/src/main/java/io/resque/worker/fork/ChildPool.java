package io.resque.worker.fork;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.ForkSettings;
import io.resque.worker.PoolSettings;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;
import io.resque.worker.loop.Waiter;

/**
 * The children of a pool: those that work, and some that are ready or on their way. When
 * none can be started it tries again at growing intervals, and meanwhile the pool has no
 * capacity, so no job is fetched for it.
 */
final class ChildPool {

	private static final Duration SHORTEST_BACK_OFF = Duration.ofSeconds(1);

	private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

	/** Every so many failed starts are announced, beside the first. */
	private static final int REPEAT = 10;

	private static final Duration LOOK = Duration.ofMinutes(1);

	private static final Duration LAST_WORDS = Duration.ofSeconds(2);

	private final String name;

	private final int concurrency;

	private final ForkSettings settings;

	private final ChildLauncher launcher;

	private final ResqueEvents events;

	private final Loop loop;

	private final Waiter changes = new Waiter();

	private final Deque<ChildProcess> ready = new ArrayDeque<>();

	private final Set<ChildProcess> busy = new HashSet<>();

	private final Set<Thread> starting = new HashSet<>();

	/** Those that start children, and those that have and make an archive now. */
	private final Set<Thread> starters = new HashSet<>();

	private int failures;

	private long notBefore = System.nanoTime();

	private boolean closed;

	private volatile Runnable changed = () -> {
	};

	/**
	 * Creates a pool without children.
	 * @param name its name
	 * @param settings its settings
	 * @param launcher starts children
	 * @param events where to announce
	 */
	ChildPool(String name, PoolSettings settings, ChildLauncher launcher, ResqueEvents events) {
		this.name = name;
		this.concurrency = settings.concurrency();
		this.settings = settings.fork();
		this.launcher = launcher;
		this.events = events;
		this.loop = new Loop("children " + name, this::replenish, new Outage(events, () -> {
		}), events);
	}

	/**
	 * Starts the first children.
	 * @param changed called when there are more
	 */
	void start(Runnable changed) {
		this.changed = changed;
		this.loop.start();
	}

	/** How many children work or are ready to. */
	synchronized int capacity() {
		return this.closed ? 0 : this.busy.size() + this.ready.size();
	}

	/** Takes a child, as soon as there is one. */
	ChildProcess take() throws InterruptedException {
		ChildProcess child = poll();
		while (child == null) {
			this.changes.awaitUntil(this::anyReady, LOOK);
			child = poll();
		}
		this.loop.wake();
		return child;
	}

	private synchronized @Nullable ChildProcess poll() {
		ChildProcess child = this.ready.poll();
		while (child != null && (!child.isAlive() || (child.jobs() > 0 && isOld(child)))) {
			child.end();
			child = this.ready.poll();
		}
		if (child != null) {
			this.busy.add(child);
		}
		return child;
	}

	private synchronized boolean anyReady() {
		return !this.ready.isEmpty();
	}

	/**
	 * Takes a child back.
	 * @param child the child
	 * @param usable whether it may perform another job
	 */
	void release(ChildProcess child, boolean usable) {
		boolean kept;
		synchronized (this) {
			this.busy.remove(child);
			kept = usable && !this.closed && !isUsedUp(child);
			if (kept) {
				this.ready.addFirst(child);
			}
		}
		if (!kept) {
			child.end();
			this.loop.wake();
		}
		this.changes.wake();
	}

	private boolean isUsedUp(ChildProcess child) {
		long memory = this.settings.maxMemory().toBytes();
		return (this.settings.jobsPerChild() > 0 && child.jobs() >= this.settings.jobsPerChild()) || isOld(child)
				|| (memory > 0 && child.residentMemory() > memory / 4 * 3);
	}

	private boolean isOld(ChildProcess child) {
		return !this.settings.maxAge().isZero() && child.age().compareTo(this.settings.maxAge()) > 0;
	}

	/** Starts what is missing. */
	private Turn replenish() {
		synchronized (this) {
			Duration wait = Duration.ofNanos(this.notBefore - System.nanoTime());
			if (wait.compareTo(Duration.ZERO) > 0) {
				return Turn.silent(wait);
			}
			// After a failed start one child tries whether it works again.
			int most = (this.failures > 0) ? 1 : this.settings.spares();
			while (!this.closed && this.ready.size() + this.starting.size() < most && this.busy.size()
					+ this.ready.size() + this.starting.size() < this.concurrency + this.settings.spares()) {
				Thread starter = new Thread(this::startChild, "resque child start " + this.name);
				starter.setDaemon(true);
				this.starting.add(starter);
				this.starters.add(starter);
				starter.start();
			}
		}
		return Turn.silent(LOOK);
	}

	private void startChild() {
		try {
			ChildProcess child = this.launcher.launch();
			started(child);
			this.events.announce(new WorkerEvent.ChildStarted(this.name, child.pid(), child.age()));
			this.launcher.train();
		}
		catch (ChildStartException ex) {
			failed(ex);
		}
		catch (InterruptedException ex) {
			// The pool is closed.
		}
		catch (RuntimeException | Error ex) {
			failed(new ChildStartException("A child process cannot be started: " + ex, List.of()));
		}
		finally {
			synchronized (this) {
				this.starting.remove(Thread.currentThread());
				this.starters.remove(Thread.currentThread());
			}
			this.loop.wake();
		}
	}

	private void started(ChildProcess child) {
		boolean kept;
		synchronized (this) {
			this.failures = 0;
			kept = !this.closed;
			if (kept) {
				this.ready.addLast(child);
				this.starting.remove(Thread.currentThread());
			}
		}
		if (!kept) {
			child.end();
			return;
		}
		child.onExit().thenRun(() -> gone(child));
		this.changes.wake();
		this.changed.run();
	}

	/** A child that had no job has ended by itself, or somebody ended it. */
	private void gone(ChildProcess child) {
		boolean idle;
		synchronized (this) {
			idle = this.ready.remove(child);
		}
		if (idle) {
			this.loop.wake();
		}
	}

	private void failed(ChildStartException problem) {
		Duration backOff;
		boolean announced;
		synchronized (this) {
			announced = !this.closed && this.failures++ % REPEAT == 0;
			backOff = SHORTEST_BACK_OFF.multipliedBy(1L << Math.min(this.failures - 1, 5));
			backOff = (backOff.compareTo(LONGEST_BACK_OFF) < 0) ? backOff : LONGEST_BACK_OFF;
			this.notBefore = System.nanoTime() + backOff.toNanos();
		}
		if (announced) {
			this.events
				.announce(new WorkerEvent.ChildNotStarted(this.name, String.valueOf(problem.getMessage()), backOff));
		}
	}

	/** Ends all children, for good. */
	void close() throws InterruptedException {
		List<ChildProcess> idle;
		List<ChildProcess> working;
		List<Thread> threads;
		synchronized (this) {
			this.closed = true;
			idle = List.copyOf(this.ready);
			working = List.copyOf(this.busy);
			threads = List.copyOf(this.starters);
			this.ready.clear();
		}
		idle.forEach(ChildProcess::end);
		working.forEach(ChildProcess::kill);
		threads.forEach(Thread::interrupt);
		this.loop.stop(LAST_WORDS);
		for (Thread thread : threads) {
			thread.join(LAST_WORDS.toMillis());
		}
		this.launcher.close();
	}

}
