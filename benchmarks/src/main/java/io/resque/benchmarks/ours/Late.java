package io.resque.benchmarks.ours;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.resque.ResqueJob;

/**
 * A delayed job that notes how late it starts.
 */
@ResqueJob(queue = Late.QUEUE)
public class Late {

	/** Its queue. */
	public static final String QUEUE = "late";

	private static final Queue<Double> noted = new ConcurrentLinkedQueue<>();

	/**
	 * Performs.
	 * @param due the second at which it was due
	 * @param number tells it from the others of that second
	 */
	public void perform(long due, int number) {
		noted.add(Duration.between(Instant.ofEpochSecond(due), Instant.now()).toNanos() / 1e6);
	}

	/** How many have started. */
	public static int count() {
		return noted.size();
	}

	/** How late they started, in milliseconds; forgets them. */
	public static double[] take() {
		List<Double> taken = new ArrayList<>();
		for (Double late = noted.poll(); late != null; late = noted.poll()) {
			taken.add(late);
		}
		return taken.stream().mapToDouble(Double::doubleValue).toArray();
	}

}
