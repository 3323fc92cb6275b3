package io.resque.worker.fork;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
final class ChildPool implements ChildStarts.Listener {

	/** How long more children than spares stay when there is nothing to do. */
	private static final Duration LOOK = Duration.ofMinutes(1);

	private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

	private static final Duration LAST_WORDS = Duration.ofSeconds(2);

	private final String name;

	private final int concurrency;

	private final ForkSettings settings;

	private final ChildStarts starts;

	private final ResqueEvents events;

	private final Loop loop;

	private final Waiter arrivals = new Waiter();

	private final Waiter changes = new Waiter();

	private final Deque<ChildProcess> ready = new ArrayDeque<>();

	private final Set<ChildProcess> busy = new HashSet<>();

	private final StartBackOff backOff = new StartBackOff(System::nanoTime);

	private long workedAt = System.nanoTime();

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
		this.starts = new ChildStarts(name, launcher, this);
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

	/** How many jobs these may perform, those that run included. */
	synchronized int jobsLeft() {
		int perChild = this.settings.jobsPerChild();
		int children = capacity();
		if (children == 0 || perChild == 0) {
			return (children == 0) ? 0 : Integer.MAX_VALUE;
		}
		long taken = Stream.concat(this.busy.stream(), this.ready.stream()).mapToLong(ChildProcess::jobs).sum();
		return (int) Math.min(children * (long) perChild + this.busy.size() - taken, Integer.MAX_VALUE);
	}

	/** Takes a child; null when none is ready. */
	@Nullable ChildProcess take() {
		ChildProcess child = poll();
		while (child != null && !isFit(child)) {
			release(child, false);
			child = poll();
		}
		if (missing() > 0) {
			this.loop.wake();
		}
		return child;
	}

	private boolean isFit(ChildProcess child) {
		boolean ready = child.isReady();
		if (!ready && child.jobs() == 0) {
			failed("A child process ended before its first job");
		}
		return ready && (child.jobs() == 0 || !isOld(child));
	}

	/** Waits for a new child: who gives one back takes the next job for it. */
	void awaitNew(Duration atMost) throws InterruptedException {
		this.arrivals.awaitUntil(this::anyReady, atMost);
	}

	/** Waits for any child, with a job that cannot go back. */
	void awaitAny(Duration atMost) throws InterruptedException {
		this.changes.awaitUntil(this::anyReady, atMost);
	}

	private synchronized @Nullable ChildProcess poll() {
		ChildProcess child = this.ready.poll();
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
			this.workedAt = System.nanoTime();
			kept = usable && !this.closed && child.isAlive() && !isUsedUp(child);
			if (child.jobs() > 0) {
				this.backOff.worked();
			}
			if (kept) {
				this.ready.addFirst(child);
			}
		}
		if (!kept) {
			child.end();
			this.loop.wake();
		}
		else {
			this.changes.wake();
		}
	}

	private boolean isUsedUp(ChildProcess child) {
		long memory = this.settings.maxMemory().toBytes();
		return (this.settings.jobsPerChild() > 0 && child.jobs() >= this.settings.jobsPerChild()) || isOld(child)
				|| (memory > 0 && child.residentMemory() > memory / 4 * 3);
	}

	private boolean isOld(ChildProcess child) {
		return !this.settings.maxAge().isZero() && child.age().compareTo(this.settings.maxAge()) > 0;
	}

	/** Starts what is missing, and ends what is too much when nothing happens. */
	private Turn replenish() {
		Duration wait = this.backOff.left();
		if (wait.compareTo(Duration.ZERO) > 0) {
			return Turn.silent(wait);
		}
		for (int missing = missing(); missing > 0; missing--) {
			this.starts.begin();
		}
		endSurplus();
		return Turn.silent(LOOK);
	}

	/**
	 * As many as shall be spare, and while jobs run as many at a time as there are
	 * processors. After a failed start one child tries whether it works again.
	 */
	private synchronized int missing() {
		int spares = this.settings.spares();
		int wanted = this.busy.isEmpty() ? spares : Math.max(spares, Math.min(this.concurrency, PROCESSORS));
		int most = this.backOff.anyFailed() ? 1 : wanted;
		int all = this.busy.size() + this.ready.size() + this.starts.count();
		return this.closed ? 0
				: Math.min(most - this.ready.size() - this.starts.count(), this.concurrency + spares - all);
	}

	private void endSurplus() {
		ChildProcess surplus;
		synchronized (this) {
			boolean any = this.ready.size() > this.settings.spares() && this.busy.isEmpty()
					&& System.nanoTime() - this.workedAt > LOOK.toNanos();
			surplus = any ? this.ready.pollLast() : null;
		}
		if (surplus != null) {
			surplus.end();
			this.loop.wake();
		}
	}

	@Override
	public void started(ChildProcess child) {
		boolean kept;
		synchronized (this) {
			kept = !this.closed;
			if (kept) {
				this.ready.addLast(child);
			}
		}
		if (!kept) {
			child.end();
			return;
		}
		this.events.announce(new WorkerEvent.ChildStarted(this.name, child.pid(), child.age()));
		child.onExit().thenRun(() -> gone(child));
		this.arrivals.wake();
		this.changes.wake();
		this.changed.run();
	}

	@Override
	public void ended() {
		this.loop.wake();
	}

	/**
	 * A child that was idle has ended by itself, or somebody has ended it. Before its
	 * first job that is as bad as one that does not start.
	 */
	private void gone(ChildProcess child) {
		boolean idle;
		synchronized (this) {
			idle = this.ready.remove(child);
		}
		if (!idle) {
			return;
		}
		ChildExit exit = child.awaitExit();
		if (child.jobs() == 0) {
			failed("A child process ended with exit code " + exit.code() + " while it waited for its first job");
		}
		this.loop.wake();
	}

	@Override
	public void failed(String problem) {
		Duration retryIn = this.backOff.failed();
		if (retryIn != null && !isClosed()) {
			this.events.announce(new WorkerEvent.ChildNotStarted(this.name, problem, retryIn));
		}
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	/** Ends all children, for good. */
	void close() throws InterruptedException {
		List<ChildProcess> idle;
		List<ChildProcess> working;
		synchronized (this) {
			this.closed = true;
			idle = List.copyOf(this.ready);
			working = List.copyOf(this.busy);
			this.ready.clear();
		}
		idle.forEach(ChildProcess::end);
		working.forEach(ChildProcess::kill);
		this.loop.stop(LAST_WORDS);
		this.starts.close();
	}

}
