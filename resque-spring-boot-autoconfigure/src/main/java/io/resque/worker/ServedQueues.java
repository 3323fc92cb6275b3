package io.resque.worker;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.resque.NoQueueException;

/**
 * Which queues somebody serves, by Ruby's rules for the lists of queues: names, globs and
 * {@code !} negations.
 */
public final class ServedQueues {

	private ServedQueues() {
	}

	/**
	 * Picks the queues that no list serves.
	 * @param queues names of queues
	 * @param lists the queue lists of workers; one that names no queue serves none
	 * @return the queues that are left, sorted by name
	 */
	public static Set<String> leftOut(Collection<String> queues, Collection<List<String>> lists) {
		Set<String> left = new TreeSet<>(queues);
		for (List<String> list : new HashSet<>(lists)) {
			left.removeAll(served(list, left));
		}
		return left;
	}

	private static Set<String> served(List<String> list, Set<String> known) {
		try {
			return new HashSet<>(new QueueSelector(list).select(() -> known));
		}
		catch (NoQueueException ex) {
			return Set.of();
		}
	}

}
