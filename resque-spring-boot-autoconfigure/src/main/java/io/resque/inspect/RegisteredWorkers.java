package io.resque.inspect;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;

/**
 * The workers of the namespace, of whatever language: reads them, and removes one that
 * cannot do so itself.
 */
final class RegisteredWorkers {

	/**
	 * The jobs of our own workers are recovered by their leases: to fail them too would
	 * be a lie. The group is the beginning of their process id.
	 */
	static final Pattern OWN_KIND = Pattern.compile(".+\\.([0-9a-f]{6}):\\d+-\\d+:.+", Pattern.DOTALL);

	private static final int ATTEMPTS = 5;

	private static final Comparator<WorkerInfo> LONGEST_FIRST = Comparator.comparing(
			(worker) -> (worker.job() != null) ? worker.job().runAt() : null,
			Comparator.nullsLast(Comparator.naturalOrder()));

	private final WorkerStore store;

	private final ServerStore server;

	private final ResqueJson json;

	private final DirtyExits dirtyExits;

	RegisteredWorkers(WorkerStore store, ServerStore server, ResqueJson json, DirtyExits dirtyExits) {
		this.store = store;
		this.server = server;
		this.json = json;
		this.dirtyExits = dirtyExits;
	}

	List<WorkerInfo> all() {
		return read(ids());
	}

	@Nullable WorkerInfo one(String id) {
		return isRegistered(id) ? read(List.of(id)).get(0) : null;
	}

	List<WorkerInfo> working() {
		return read(this.store.working(ids()).keySet()).stream()
			.filter((worker) -> worker.job() != null)
			.sorted(LONGEST_FIRST)
			.toList();
	}

	/** Number of registered workers and of those that work. */
	Counts count() {
		Collection<String> ids = ids();
		return new Counts(ids.size(), this.store.working(ids).size());
	}

	/**
	 * Removes a worker; when it says it works on a job that nobody else recovers, the job
	 * has failed.
	 */
	boolean remove(String id) {
		if (OWN_KIND.matcher(id).matches()) {
			return this.store.unregister(List.of(id)) > 0;
		}
		for (int i = 0; i < ATTEMPTS && isRegistered(id); i++) {
			byte[] record = this.store.working(List.of(id)).get(id);
			if (this.store.prune(id, heartbeats().get(id), record, entry(id, record))) {
				return true;
			}
		}
		return false;
	}

	private @Nullable FailedEntry entry(String id, byte @Nullable [] bytes) {
		if (bytes == null) {
			return null;
		}
		WorkerRecord record = new WorkerRecord(bytes, this.json);
		byte[] payload = record.payload();
		return (payload != null) ? this.dirtyExits.entry(id, record.queue(), payload, this.server.time()) : null;
	}

	private List<WorkerInfo> read(Collection<String> ids) {
		Map<String, String> started = this.store.started(ids);
		Map<String, String> heartbeats = ids.isEmpty() ? Map.of() : heartbeats();
		Map<String, String> processed = this.store.stats("processed", ids);
		Map<String, String> failed = this.store.stats("failed", ids);
		Map<String, byte[]> records = this.store.working(ids);
		Function<String, @Nullable WorkingJob> job = (id) -> {
			byte[] record = records.get(id);
			return (record != null) ? new WorkerRecord(record, this.json).job() : null;
		};
		return ids.stream().map((id) -> {
			String[] parts = parts(id);
			return new WorkerInfo(id, parts[0], parts[1], queues(parts[2]), started.get(id),
					RubyTime.parse(heartbeats.get(id)), number(processed.get(id)), number(failed.get(id)),
					job.apply(id));
		}).toList();
	}

	private Collection<String> ids() {
		return RedisCallException.unlessWrongType(this.store::all, Set.of());
	}

	private boolean isRegistered(String id) {
		return RedisCallException.unlessWrongType(() -> this.store.isRegistered(id), false);
	}

	private Map<String, String> heartbeats() {
		return RedisCallException.unlessWrongType(this.store::heartbeats, Map.of());
	}

	/** Queue names may contain colons. */
	static String[] parts(String id) {
		String[] parts = id.split(":", 3);
		return (parts.length == 3) ? parts : new String[] { id, "", "" };
	}

	static List<String> queues(String list) {
		return Arrays.stream(list.split(",")).filter((queue) -> !queue.isBlank()).toList();
	}

	private static long number(@Nullable String text) {
		try {
			return (text != null) ? Long.parseLong(text.strip()) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * How many there are.
	 *
	 * @param workers registered workers
	 * @param working those that work
	 */
	record Counts(long workers, long working) {
	}

}
