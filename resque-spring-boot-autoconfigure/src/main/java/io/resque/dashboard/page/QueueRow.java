package io.resque.dashboard.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.inspect.ResqueInspector;

/**
 * A queue in a list.
 *
 * @param name the name
 * @param size number of jobs, or -1 when the key in Redis is no list
 * @param paused whether nobody takes jobs from it
 * @param headSince when its head was enqueued, where the payload says it; otherwise null
 */
public record QueueRow(String name, long size, boolean paused, @Nullable Instant headSince) {

	/** Lists that cannot be paused. */
	static List<QueueRow> of(Map<String, Long> sizes) {
		return of(sizes, Set.of());
	}

	static List<QueueRow> of(Map<String, Long> sizes, Set<String> paused) {
		return sizes.entrySet()
			.stream()
			.map((entry) -> new QueueRow(entry.getKey(), entry.getValue(), paused.contains(entry.getKey()), null))
			.toList();
	}

	static List<QueueRow> withHeads(List<QueueRow> rows, ResqueInspector inspector) {
		Map<String, Instant> times = inspector
			.headTimes(rows.stream().filter((row) -> row.size > 0).map(QueueRow::name).toList());
		return rows.stream().map((row) -> new QueueRow(row.name, row.size, row.paused, times.get(row.name))).toList();
	}

	static long greatest(List<QueueRow> rows) {
		return rows.stream().mapToLong(QueueRow::size).max().orElse(0);
	}

	/** Whether its key in Redis holds a list. */
	public boolean isList() {
		return this.size >= 0;
	}

}
