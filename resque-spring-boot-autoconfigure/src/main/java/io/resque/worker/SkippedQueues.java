package io.resque.worker;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.InFlightStore.Fetch;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.InFlightJob;

/**
 * Announces which queues of a pool a fetch skips, when that has changed: those that are
 * paused, and those whose key is no list.
 */
final class SkippedQueues {

	/** How often to look whether a paused queue goes on. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final String pool;

	private final ResqueEvents events;

	private Set<String> unreadable = Set.of();

	private Set<String> paused = Set.of();

	/**
	 * Creates it.
	 * @param pool name of the pool
	 * @param events where to announce
	 */
	SkippedQueues(String pool, ResqueEvents events) {
		this.pool = pool;
		this.events = events;
	}

	/**
	 * Those that are not known to be paused: jobs of the others would wake all the time.
	 */
	List<String> others(List<String> queues) {
		return this.paused.isEmpty() ? queues
				: queues.stream().filter((queue) -> !this.paused.contains(queue)).toList();
	}

	/** How long to do without a look where some are paused. */
	Duration atMost(Duration pause) {
		return (this.paused.isEmpty() || pause.compareTo(LOOK) < 0) ? pause : LOOK;
	}

	/** Whether exactly these are known to be paused. */
	boolean knows(List<String> paused) {
		return this.paused.size() == paused.size() && this.paused.containsAll(paused);
	}

	/**
	 * What a fetch has seen. One that ended at its limit has not looked at the queues
	 * behind that of its last job.
	 * @param fetch the fetch
	 * @param limit its limit
	 * @param queues what it was to look at
	 */
	void seen(Fetch fetch, FetchLimit limit, List<String> queues) {
		boolean all = fetch.status() == Fetch.Status.OK && !fetch.reached(limit);
		unreadable(fetch.unreadable(), all);
		Set<String> now = new TreeSet<>(fetch.paused());
		if (!all) {
			List<InFlightJob> jobs = fetch.jobs();
			int looked = jobs.isEmpty() ? 0 : queues.indexOf(jobs.get(jobs.size() - 1).queue()) + 1;
			queues.subList(looked, queues.size()).stream().filter(this.paused::contains).forEach(now::add);
		}
		if (!now.equals(this.paused)) {
			this.paused = Collections.unmodifiableSet(now);
			this.events.announce(new WorkerEvent.QueuesPaused(this.pool, this.paused));
		}
	}

	private void unreadable(List<String> problems, boolean complete) {
		Set<String> now = new HashSet<>(problems);
		now.stream()
			.filter((problem) -> !this.unreadable.contains(problem))
			.forEach((problem) -> this.events.announce(new WorkerEvent.QueueUnreadable(problem)));
		if (!complete) {
			now.addAll(this.unreadable);
		}
		this.unreadable = now;
	}

}
