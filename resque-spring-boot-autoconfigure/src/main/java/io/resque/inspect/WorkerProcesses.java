package io.resque.inspect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonException;
import io.resque.json.ResqueJson;
import io.resque.redis.LeaseStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.StoredProcess;

/**
 * The worker processes of this library, by their leases and what they say of themselves.
 */
final class WorkerProcesses {

	/** Most processes that are read. */
	private static final int MOST = 1000;

	private static final Comparator<ProcessInfo> BY_HOST = Comparator.comparing(ProcessInfo::host)
		.thenComparing(ProcessInfo::pid)
		.thenComparing(ProcessInfo::id);

	private final LeaseStore leases;

	private final ResqueJson json;

	WorkerProcesses(LeaseStore leases, ResqueJson json) {
		this.leases = leases;
		this.json = json;
	}

	List<ProcessInfo> all() {
		List<String> ids = RedisCallException.unlessWrongType(this.leases::holders, List.of());
		return read(ids.subList(Math.max(0, ids.size() - MOST), ids.size()));
	}

	@Nullable ProcessInfo one(String id) {
		List<ProcessInfo> found = RedisCallException.unlessWrongType(() -> read(List.of(id)), List.of());
		return found.isEmpty() ? null : found.get(0);
	}

	private List<ProcessInfo> read(List<String> ids) {
		return this.leases.processes(ids).stream().map(this::info).sorted(BY_HOST).toList();
	}

	private ProcessInfo info(StoredProcess process) {
		Map<String, String> record = process.record();
		Long started = number(record.get("started"));
		ProcessLoad load = new ProcessLoad(count(record.get("slots")), count(record.get("busy")),
				count(record.get("children")), number(record.get("memory")), "true".equals(record.get("quiet")));
		return new ProcessInfo(process.id(), record.getOrDefault("host", "?"), record.getOrDefault("pid", "?"),
				record.getOrDefault("version", ""), (started != null) ? Instant.ofEpochMilli(started) : null,
				pools(record.getOrDefault("pools", "[]")), load, process.left());
	}

	private List<PoolInfo> pools(String text) {
		try {
			Object pools = this.json.decode(text.getBytes(StandardCharsets.UTF_8));
			return (pools instanceof List<?> list)
					? list.stream().map(WorkerProcesses::pool).filter(Objects::nonNull).toList() : List.of();
		}
		catch (JsonException ex) {
			return List.of();
		}
	}

	private static @Nullable PoolInfo pool(@Nullable Object pool) {
		return (pool instanceof Map<?, ?> map) ? new PoolInfo(text(map.get("name")), text(map.get("mode")),
				count(text(map.get("slots"))), text(map.get("queues"))) : null;
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	private static int count(@Nullable String text) {
		Long number = number(text);
		return (number != null) ? (int) Math.min(number, Integer.MAX_VALUE) : 0;
	}

	private static @Nullable Long number(@Nullable String text) {
		return (text != null && text.matches("[0-9]{1,18}")) ? Long.valueOf(text) : null;
	}

}
