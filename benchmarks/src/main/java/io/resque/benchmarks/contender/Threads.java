package io.resque.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Threads of a contender, and what became of them.
 */
public final class Threads {

	private final List<Thread> threads = new ArrayList<>();

	private final Queue<Throwable> problems = new ConcurrentLinkedQueue<>();

	/** Starts a thread. */
	public void start(Runnable work) {
		Thread thread = new Thread(work, "contender " + this.threads.size());
		thread.setUncaughtExceptionHandler((broken, problem) -> this.problems.add(problem));
		this.threads.add(thread);
		thread.start();
	}

	/** Waits for their end; throws when one of them has failed. */
	public void join() {
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
		this.threads.clear();
		Throwable problem = this.problems.poll();
		if (problem != null) {
			throw new IllegalStateException("A contender has failed", problem);
		}
	}

}
