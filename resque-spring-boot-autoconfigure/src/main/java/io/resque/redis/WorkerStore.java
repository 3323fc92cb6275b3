package io.resque.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Registered workers, Ruby's and ours: who they are, when they were last heard of, what
 * they work on, what they have done.
 */
public final class WorkerStore {

	private static final int BATCH = 500;

	private final ResqueRedis redis;

	private final Keyspace keys;

	public WorkerStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/**
	 * Registers workers; registering again changes nothing.
	 * @param processId their process
	 * @param ids worker ids
	 * @param started the start time as Ruby writes it
	 * @return false when the process has lost its lease: nothing is registered then
	 */
	public boolean register(String processId, Collection<String> ids, String started) {
		List<byte[]> scriptKeys = List.of(this.keys.workers(), this.keys.processWorkers(processId), this.keys.leases());
		return batches(ids).stream()
			.allMatch((batch) -> this.redis.evalLong(LuaScript.REGISTER_WORKERS, scriptKeys,
					withPrefixAnd(List.of(processId, started), batch)) == 1);
	}

	/** Removes all traces of workers and answers how many were registered. */
	public long unregister(Collection<String> ids) {
		List<byte[]> scriptKeys = List.of(this.keys.workers(), this.keys.heartbeats());
		return batches(ids).stream()
			.mapToLong((batch) -> this.redis.evalLong(LuaScript.UNREGISTER_WORKERS, scriptKeys,
					withPrefixAnd(List.of(), batch)))
			.sum();
	}

	/** Worker ids of a process ({@code SMEMBERS}). */
	public Set<String> ofProcess(String processId) {
		return members(this.keys.processWorkers(processId));
	}

	/** All registered worker ids, in byte order ({@code SMEMBERS workers}). */
	public Set<String> all() {
		return members(this.keys.workers());
	}

	/** Whether a worker is registered ({@code SISMEMBER workers}). */
	public boolean isRegistered(String id) {
		return Boolean.TRUE
			.equals(this.redis.call((redis) -> redis.setCommands().sIsMember(this.keys.workers(), Keyspace.bytes(id))));
	}

	/** Writes heartbeats ({@code HSET workers:heartbeat}). */
	public void beat(Map<String, String> times) {
		Map<byte[], byte[]> fields = new LinkedHashMap<>();
		times.forEach((id, time) -> fields.put(Keyspace.bytes(id), Keyspace.bytes(time)));
		this.redis.call((redis) -> {
			redis.hashCommands().hMSet(this.keys.heartbeats(), fields);
			return true;
		});
	}

	/** Removes heartbeats ({@code HDEL workers:heartbeat}). */
	public void forgetHeartbeats(Collection<String> ids) {
		byte[][] fields = ResqueRedis.array(ids.stream().map(Keyspace::bytes).toList());
		this.redis.call((redis) -> redis.hashCommands().hDel(this.keys.heartbeats(), fields));
	}

	/** All heartbeats by worker id ({@code HGETALL workers:heartbeat}). */
	public Map<String, String> heartbeats() {
		Map<byte[], byte[]> fields = this.redis.call((redis) -> redis.hashCommands().hGetAll(this.keys.heartbeats()));
		Map<String, String> times = new HashMap<>();
		if (fields != null) {
			fields.forEach((id, time) -> times.put(Keyspace.text(id), Keyspace.text(time)));
		}
		return times;
	}

	/**
	 * What the workers work on, by worker id; idle workers are left out
	 * ({@code MGET worker:<id>…}).
	 */
	public Map<String, byte[]> working(Collection<String> ids) {
		return get(ids, this.keys::worker);
	}

	/**
	 * Writes what workers are working on ({@code worker:<id>}), unless the job was
	 * acknowledged meanwhile.
	 * @param processId the process
	 * @param records the records
	 */
	public void recordWorking(String processId, List<WorkingRecord> records) {
		List<byte[]> arguments = new ArrayList<>(records.size() * 3 + 1);
		arguments.add(this.keys.prefix());
		for (WorkingRecord working : records) {
			arguments.add(Keyspace.bytes(Long.toString(working.token())));
			arguments.add(Keyspace.bytes(working.workerId()));
			arguments.add(working.json());
		}
		this.redis.evalLong(LuaScript.RECORD_WORKING, List.of(this.keys.inFlight(processId)), arguments);
	}

	/** When the workers started, as they wrote it ({@code MGET worker:<id>:started…}). */
	public Map<String, String> started(Collection<String> ids) {
		return texts(get(ids, this.keys::workerStarted));
	}

	/** A counter of each worker ({@code MGET stat:<name>:<id>…}). */
	public Map<String, String> stats(String name, Collection<String> ids) {
		return texts(get(ids, (id) -> this.keys.stat(name, id)));
	}

	/**
	 * Tries to become the one who prunes
	 * ({@code SET pruning_dead_workers_in_progress <by> EX NX}).
	 * @param by a worker id
	 * @param span for how long nobody else prunes
	 * @return whether the caller may prune
	 */
	public boolean lockPruning(String by, Duration span) {
		return Boolean.TRUE.equals(this.redis.call((redis) -> redis.stringCommands()
			.set(this.keys.pruning(), Keyspace.bytes(by), SetCondition.ifAbsent(), Expiration.from(span))));
	}

	/**
	 * Unregisters a worker that stopped beating, unless it beat or took another job
	 * meanwhile.
	 * @param id worker id
	 * @param heartbeat the heartbeat that was seen, or null
	 * @param working the record that was seen, or null
	 * @param entry the entry for a failed list, or null
	 * @return whether it was pruned
	 */
	public boolean prune(String id, @Nullable String heartbeat, byte @Nullable [] working,
			@Nullable FailedEntry entry) {
		byte[] none = new byte[0];
		String list = (entry != null) ? entry.failureQueue() : FailedEntry.FAILED;
		return this.redis.evalLong(LuaScript.PRUNE_WORKER,
				List.of(this.keys.workers(), this.keys.heartbeats(), this.keys.worker(id), this.keys.workerStarted(id),
						this.keys.stat("processed", id), this.keys.stat("failed", id), this.keys.failureQueues(),
						this.keys.failureQueue(list)),
				List.of(Keyspace.bytes(id), (heartbeat != null) ? Keyspace.bytes(heartbeat) : none,
						(working != null) ? working : none, (entry != null) ? Keyspace.bytes(list) : none,
						(entry != null) ? entry.bytes() : none)) == 1;
	}

	private Set<String> members(byte[] key) {
		Set<byte[]> members = this.redis.call((redis) -> redis.setCommands().sMembers(key));
		Set<String> sorted = new TreeSet<>();
		if (members != null) {
			members.forEach((member) -> sorted.add(Keyspace.text(member)));
		}
		return sorted;
	}

	private Map<String, byte[]> get(Collection<String> ids, Function<String, byte[]> key) {
		Map<String, byte[]> found = new LinkedHashMap<>();
		for (List<String> batch : batches(ids)) {
			byte[][] keys = ResqueRedis.array(batch.stream().map(key).toList());
			List<byte[]> values = this.redis.call((redis) -> redis.stringCommands().mGet(keys));
			for (int i = 0; values != null && i < values.size(); i++) {
				byte[] value = values.get(i);
				if (value != null) {
					found.put(batch.get(i), value);
				}
			}
		}
		return found;
	}

	private static List<List<String>> batches(Collection<String> ids) {
		List<String> all = List.copyOf(ids);
		List<List<String>> batches = new ArrayList<>();
		for (int from = 0; from < all.size(); from += BATCH) {
			batches.add(all.subList(from, Math.min(from + BATCH, all.size())));
		}
		return batches;
	}

	private static Map<String, String> texts(Map<String, byte[]> values) {
		Map<String, String> texts = new LinkedHashMap<>();
		values.forEach((id, value) -> texts.put(id, Keyspace.text(value)));
		return texts;
	}

	private List<byte[]> withPrefixAnd(List<String> further, Collection<String> ids) {
		List<byte[]> arguments = new ArrayList<>(ids.size() + 3);
		arguments.add(this.keys.prefix());
		further.forEach((argument) -> arguments.add(Keyspace.bytes(argument)));
		ids.forEach((id) -> arguments.add(Keyspace.bytes(id)));
		return arguments;
	}

	/**
	 * What a worker works on.
	 *
	 * @param token token of the job
	 * @param workerId the worker
	 * @param json Ruby's record: {@code {"queue":…,"run_at":…,"payload":…}}
	 */
	public record WorkingRecord(long token, String workerId, byte[] json) {
	}

}
