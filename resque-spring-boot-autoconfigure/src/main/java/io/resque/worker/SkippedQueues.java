package io.resque.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.InFlightStore.Fetch;
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

	/** Those that are not paused: jobs of the others would wake all the time. */
	static List<String> others(List<String> queues, List<String> paused) {
		return paused.isEmpty() ? queues : queues.stream().filter((queue) -> !paused.contains(queue)).toList();
	}

	/** How long to wait where some are paused. */
	static Duration atMost(Duration pause, List<String> paused) {
		return (paused.isEmpty() || pause.compareTo(LOOK) < 0) ? pause : LOOK;
	}

	/**
	 * What a fetch has seen. One that brought jobs may not have looked at all queues, and
	 * so forgets nothing of the others.
	 */
	void seen(Fetch fetch) {
		boolean complete = fetch.jobs().isEmpty() && fetch.status() == Fetch.Status.OK;
		unreadable(fetch.unreadable(), complete);
		Set<String> now = new TreeSet<>(fetch.paused());
		if (!complete) {
			now.addAll(this.paused);
			fetch.jobs().stream().map(InFlightJob::queue).forEach(now::remove);
		}
		if (!now.equals(this.paused)) {
			this.paused = now;
			this.events.announce(new WorkerEvent.QueuesPaused(this.pool, now));
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
