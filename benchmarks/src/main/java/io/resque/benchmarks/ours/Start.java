package io.resque.benchmarks.ours;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.resque.ResqueJob;

/**
 * A job that tells when it started.
 */
@ResqueJob(queue = Start.QUEUE)
public class Start {

	/** Its queue. */
	public static final String QUEUE = "start";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final BlockingQueue<Long> starts = new LinkedBlockingQueue<>();

	/** Performs. */
	public void perform(String text) {
		mark(System.nanoTime());
	}

	/** Notes the time at which a job has started. */
	public static void mark(long nanoTime) {
		starts.add(nanoTime);
	}

	/**
	 * Enqueues a job and waits for its start.
	 * @param enqueue enqueues it
	 * @return microseconds from before the call to the start
	 */
	public static double microsAfter(Runnable enqueue) {
		starts.clear();
		long before = System.nanoTime();
		enqueue.run();
		try {
			Long started = starts.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			if (started == null) {
				throw new IllegalStateException("A job has not started within " + PATIENCE);
			}
			return (started - before) / 1000.0;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
	}

}
