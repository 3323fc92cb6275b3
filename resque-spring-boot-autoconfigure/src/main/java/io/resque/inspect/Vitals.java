package io.resque.inspect;

import java.util.List;
import java.util.Map;

/**
 * What monitors want to know of a namespace, as of one look.
 *
 * @param queues all known queues by name, with their lengths; -1 where the key in Redis
 * is no list
 * @param processed jobs processed, failed ones included ({@code stat:processed})
 * @param failedRuns jobs that failed ({@code stat:failed})
 * @param failed entries of all lists of failed jobs
 * @param workers the queue list of each worker that is registered and alive, as its id
 * shows it
 * @param working how many of these work
 */
public record Vitals(Map<String, Long> queues, long processed, long failedRuns, long failed, List<List<String>> workers,
		long working) {

	/** Jobs on all queues. */
	public long pending() {
		return this.queues.values().stream().mapToLong((size) -> Math.max(0, size)).sum();
	}

}
