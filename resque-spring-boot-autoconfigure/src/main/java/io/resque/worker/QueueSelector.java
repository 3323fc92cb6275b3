package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.resque.NoQueueException;

/**
 * Which queues a pool serves, in which order, by Ruby's rules: a literal list is taken as
 * it is; a list with a pattern or a negation is matched against the known queues, each
 * entry in order, the matches of one sorted by bytes.
 */
final class QueueSelector {

	private final List<String> entries;

	private final List<QueuePattern> wanted = new ArrayList<>();

	private final List<QueuePattern> unwanted = new ArrayList<>();

	private final boolean dynamic;

	/**
	 * Creates a selector.
	 * @param entries names, patterns and {@code !} negations
	 * @throws NoQueueException when there is nothing but negations
	 */
	QueueSelector(List<String> entries) {
		List<String> positive = new ArrayList<>();
		for (String entry : entries) {
			if (entry.startsWith("!")) {
				this.unwanted.add(new QueuePattern(entry.substring(1).strip()));
			}
			else {
				positive.add(entry);
				this.wanted.add(new QueuePattern(entry));
			}
		}
		if (positive.isEmpty()) {
			throw new NoQueueException("A worker needs queues, but the list " + entries
					+ " names none. Set resque.worker.queues, give a @ResqueJob a queue, or set resque.worker.enabled=false");
		}
		this.entries = List.copyOf(positive);
		this.dynamic = !this.unwanted.isEmpty() || positive.stream().anyMatch(QueuePattern::isPattern);
	}

	/** The list as worker ids show it: negated entries left out. */
	String label() {
		return String.join(",", this.entries);
	}

	/** Whether the known queues are asked for. */
	boolean isDynamic() {
		return this.dynamic;
	}

	/**
	 * The queues to look at now, first the one that is emptied first.
	 * @param known asks for the known queues; not called for a literal list
	 * @return the queues, each once
	 */
	List<String> select(Supplier<Set<String>> known) {
		if (!this.dynamic) {
			return this.entries;
		}
		List<String> candidates = known.get()
			.stream()
			.filter((queue) -> this.unwanted.stream().noneMatch((pattern) -> pattern.matches(queue)))
			.sorted((a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
					b.getBytes(StandardCharsets.UTF_8)))
			.toList();
		Set<String> selected = new LinkedHashSet<>();
		for (QueuePattern pattern : this.wanted) {
			candidates.stream().filter(pattern::matches).forEach(selected::add);
		}
		return List.copyOf(selected);
	}

}
