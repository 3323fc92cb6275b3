package io.resque.inspect;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.resque.redis.VitalStore.Totals;

/**
 * What monitors want to know of a namespace, as of one look.
 *
 * @param queues known queues by name, with their lengths; -1 where the key in Redis is no
 * list
 * @param headAges for how long the head of a queue has been on it, where its payload says
 * when it was enqueued
 * @param totals what is counted
 * @param workers the queue list of each worker that is registered and alive, as its id
 * shows it
 * @param working how many of these work
 * @param complete false when there was too much to look at all of it: the numbers are
 * those of a part then
 */
public record Vitals(Map<String, Long> queues, Map<String, Duration> headAges, Totals totals,
		List<List<String>> workers, long working, boolean complete) {

	/** Jobs on all queues. */
	public long pending() {
		return this.queues.values().stream().mapToLong((size) -> Math.max(0, size)).sum();
	}

	/** Names of the queues that have jobs. */
	public List<String> waiting() {
		return this.queues.entrySet().stream().filter((queue) -> queue.getValue() > 0).map(Map.Entry::getKey).toList();
	}

}
