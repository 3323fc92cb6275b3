package io.resque.dashboard.page;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A queue in a list.
 *
 * @param name the name
 * @param size number of jobs, or -1 when the key in Redis is no list
 * @param paused whether nobody takes jobs from it
 */
public record QueueRow(String name, long size, boolean paused) {

	/** Lists that cannot be paused. */
	static List<QueueRow> of(Map<String, Long> sizes) {
		return of(sizes, Set.of());
	}

	static List<QueueRow> of(Map<String, Long> sizes, Set<String> paused) {
		return sizes.entrySet()
			.stream()
			.map((entry) -> new QueueRow(entry.getKey(), entry.getValue(), paused.contains(entry.getKey())))
			.toList();
	}

	static long greatest(List<QueueRow> rows) {
		return rows.stream().mapToLong(QueueRow::size).max().orElse(0);
	}

	/** Whether its key in Redis holds a list. */
	public boolean isList() {
		return this.size >= 0;
	}

}
