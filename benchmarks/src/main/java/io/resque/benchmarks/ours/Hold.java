package io.resque.benchmarks.ours;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.resque.ResqueJob;
import io.resque.benchmarks.server.Pause;

/**
 * A job that takes a millisecond, or as long as the harness wants.
 */
@ResqueJob(queue = Hold.QUEUE)
public class Hold {

	/** Its queue. */
	public static final String QUEUE = "hold";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final BlockingQueue<Long> starts = new LinkedBlockingQueue<>();

	private static volatile CountDownLatch release = new CountDownLatch(0);

	/** Performs. */
	public void perform(int number, boolean hold) throws InterruptedException {
		if (hold) {
			starts.add(System.nanoTime());
			release.await();
		}
		else {
			Pause.ofMillis(1);
		}
	}

	/** What a producer writes for it. */
	public static String payload(int number, boolean hold) {
		return "{\"class\":\"Hold\",\"args\":[" + number + "," + hold + "]}";
	}

	/** From now on jobs are held. */
	public static void reset() {
		starts.clear();
		release = new CountDownLatch(1);
	}

	/** Waits until so many are held, and tells when the last of them has started. */
	public static long awaitStarts(int count) {
		long last = Long.MIN_VALUE;
		try {
			for (int i = 1; i <= count; i++) {
				Long start = starts.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
				if (start == null) {
					throw new IllegalStateException("Long job " + i + " has not started within " + PATIENCE);
				}
				last = Math.max(last, start);
			}
			return last;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	/** Ends those that are held. */
	public static void release() {
		release.countDown();
	}

}
