package io.resque.worker.fork;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The starts of children that are on their way, each in a thread of its own.
 */
final class ChildStarts {

	private static final Duration LAST_WORDS = Duration.ofSeconds(2);

	private final String name;

	private final ChildLauncher launcher;

	private final Listener listener;

	private final Set<Thread> starting = new HashSet<>();

	/** Those that start children, and those that have and make an archive now. */
	private final Set<Thread> threads = new HashSet<>();

	/**
	 * Creates it.
	 * @param name name of the pool
	 * @param launcher starts children
	 * @param listener told what becomes of them
	 */
	ChildStarts(String name, ChildLauncher launcher, Listener listener) {
		this.name = name;
		this.launcher = launcher;
		this.listener = listener;
	}

	/** How many are on their way. */
	synchronized int count() {
		return this.starting.size();
	}

	/** Starts another one. */
	void begin() {
		Thread thread = new Thread(this::start, "resque child start " + this.name);
		thread.setDaemon(true);
		synchronized (this) {
			this.starting.add(thread);
			this.threads.add(thread);
		}
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			started(thread);
			ended(thread);
			this.listener.failed("No thread can be started: " + ex);
			this.listener.ended();
		}
	}

	private void start() {
		try {
			this.listener.started(this.launcher.launch());
			started(Thread.currentThread());
			this.listener.ended();
			this.launcher.train();
		}
		catch (ChildStartException ex) {
			this.listener.failed(String.valueOf(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			// The pool is closed.
		}
		catch (RuntimeException | Error ex) {
			this.listener.failed("A child process cannot be started: " + ex);
		}
		finally {
			started(Thread.currentThread());
			ended(Thread.currentThread());
			this.listener.ended();
		}
	}

	private synchronized void started(Thread thread) {
		this.starting.remove(thread);
	}

	private synchronized void ended(Thread thread) {
		this.threads.remove(thread);
	}

	/** Breaks off what is on its way. */
	void close() throws InterruptedException {
		List<Thread> present;
		synchronized (this) {
			present = List.copyOf(this.threads);
		}
		present.forEach(Thread::interrupt);
		for (Thread thread : present) {
			thread.join(LAST_WORDS.toMillis());
		}
		this.launcher.close();
	}

	/** Wants to know what becomes of starts. */
	interface Listener {

		/** A child is ready. */
		void started(ChildProcess child);

		/** A child could not be started. */
		void failed(String problem);

		/** One fewer is on its way. */
		void ended();

	}

}
