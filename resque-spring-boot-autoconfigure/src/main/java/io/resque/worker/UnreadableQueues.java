package io.resque.worker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;

/**
 * Announces each queue whose key is no list once, until it is one again.
 */
final class UnreadableQueues {

	private final ResqueEvents events;

	private Set<String> known = Set.of();

	UnreadableQueues(ResqueEvents events) {
		this.events = events;
	}

	/**
	 * What a fetch has seen.
	 * @param problems the queues with Redis' error text
	 * @param complete whether it has looked at all queues: others forget no problem
	 */
	void seen(List<String> problems, boolean complete) {
		Set<String> now = new HashSet<>(problems);
		now.stream()
			.filter((problem) -> !this.known.contains(problem))
			.forEach((problem) -> this.events.announce(new WorkerEvent.QueueUnreadable(problem)));
		if (!complete) {
			now.addAll(this.known);
		}
		this.known = now;
	}

}
