package io.resque.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leases: which processes are alive, by the clock of Redis, and which have been declared
 * dead.
 */
public final class LeaseStore {

	/** Most processes that are read in one round trip. */
	private static final int BATCH = 200;

	private final ResqueRedis redis;

	private final Keyspace keys;

	public LeaseStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/**
	 * Announces a process and starts its lease.
	 * @param processId a new random id
	 * @param lease how long the lease holds
	 * @param record what operators want to know of the process
	 * @return the time of Redis
	 */
	public Instant open(String processId, Duration lease, Map<String, String> record) {
		List<byte[]> arguments = new ArrayList<>(
				List.of(Keyspace.bytes(processId), Keyspace.bytes(Long.toString(lease.toMillis()))));
		record.forEach((field, value) -> {
			arguments.add(Keyspace.bytes(field));
			arguments.add(Keyspace.bytes(value));
		});
		return Instant.ofEpochMilli(this.redis.evalLong(LuaScript.OPEN_LEASE,
				List.of(this.keys.leases(), this.keys.process(processId)), arguments));
	}

	/**
	 * Renews a lease.
	 * @param processId the process
	 * @param lease how long it holds from now
	 * @return the time of Redis, or empty when the lease is gone
	 */
	public Optional<Instant> renew(String processId, Duration lease) {
		long now = this.redis.evalLong(LuaScript.RENEW_LEASE, List.of(this.keys.leases()),
				List.of(Keyspace.bytes(processId), Keyspace.bytes(Long.toString(lease.toMillis()))));
		return (now >= 0) ? Optional.of(Instant.ofEpochMilli(now)) : Optional.empty();
	}

	/**
	 * Ends a lease; false when jobs are still in flight, which another process then
	 * recovers.
	 */
	public boolean close(String processId) {
		return this.redis.evalLong(LuaScript.CLOSE_LEASE,
				List.of(this.keys.leases(), this.keys.inFlight(processId), this.keys.startMarks(processId),
						this.keys.process(processId), this.keys.processWorkers(processId), this.keys.deadProcesses()),
				List.of(Keyspace.bytes(processId))) == 1;
	}

	/** Ids of all processes that hold a lease, stale ones included ({@code ZRANGE}). */
	public List<String> holders() {
		var ids = this.redis.call((redis) -> redis.zSetCommands().zRange(this.keys.leases(), 0, -1));
		return (ids != null) ? ids.stream().map(Keyspace::text).toList() : List.of();
	}

	/** Ids of the processes whose lease has not run out ({@code ZRANGEBYSCORE}). */
	public List<String> holdersAt(Instant now) {
		var ids = this.redis.call((redis) -> redis.zSetCommands()
			.zRangeByScore(this.keys.leases(), now.toEpochMilli(), Double.POSITIVE_INFINITY));
		return (ids != null) ? ids.stream().map(Keyspace::text).toList() : List.of();
	}

	/**
	 * Processes whose lease has run out, and those declared dead; at most 100 of each.
	 * @param by the process that looks, which is not looked at
	 * @param longest bound of {@link Stale#next()}
	 * @return what was seen
	 */
	public Stale stale(String by, Duration longest) {
		List<Object> answer = this.redis.evalList(LuaScript.STALE_LEASES,
				List.of(this.keys.leases(), this.keys.deadProcesses()),
				List.of(Keyspace.bytes(by), Keyspace.bytes(Long.toString(longest.toMillis()))));
		Map<String, String> deadlines = new LinkedHashMap<>();
		List<?> stale = (List<?>) answer.get(0);
		for (int i = 0; i < stale.size(); i += 2) {
			deadlines.put(Keyspace.text((byte[]) stale.get(i)), Keyspace.text((byte[]) stale.get(i + 1)));
		}
		List<String> dead = ((List<?>) answer.get(1)).stream().map((id) -> Keyspace.text((byte[]) id)).toList();
		return new Stale(deadlines, dead, Duration.ofMillis((Long) answer.get(2)));
	}

	/**
	 * Takes the lease from a process that has not renewed it since it was seen stale.
	 * @param processId the process
	 * @param deadline the deadline that was seen
	 * @param by the declaring process, which needs a valid lease
	 * @return whether it is declared dead now, by this call
	 */
	public boolean declareDead(String processId, String deadline, String by) {
		return this.redis.evalLong(LuaScript.DECLARE_DEAD, List.of(this.keys.leases(), this.keys.deadProcesses()),
				List.of(Keyspace.bytes(processId), Keyspace.bytes(deadline), Keyspace.bytes(by))) == 1;
	}

	/**
	 * Adds to what is known of a process, unless it has lost its lease.
	 * @param processId the process
	 * @param fields what operators want to know, at least one
	 * @return false when it has none: nothing is written then
	 */
	public boolean describe(String processId, Map<String, String> fields) {
		List<byte[]> arguments = new ArrayList<>(List.of(Keyspace.bytes(processId)));
		fields.forEach((field, value) -> {
			arguments.add(Keyspace.bytes(field));
			arguments.add(Keyspace.bytes(value));
		});
		return this.redis.evalLong(LuaScript.PROCESS_DESCRIBE,
				List.of(this.keys.leases(), this.keys.process(processId)), arguments) == 1;
	}

	/**
	 * What is known of processes, in one round trip for each 200 of them.
	 * @param processIds their ids
	 * @return those of them that hold a lease, stale ones included
	 */
	public List<StoredProcess> processes(List<String> processIds) {
		List<StoredProcess> found = new ArrayList<>();
		for (int from = 0; from < processIds.size(); from += BATCH) {
			List<String> ids = processIds.subList(from, Math.min(from + BATCH, processIds.size()));
			List<byte[]> arguments = new ArrayList<>(List.of(this.keys.process("")));
			ids.forEach((id) -> arguments.add(Keyspace.bytes(id)));
			List<Object> answer = this.redis.evalList(LuaScript.PROCESS_READ, List.of(this.keys.leases()), arguments);
			long now = (Long) answer.get(0);
			for (int i = 0; i < ids.size(); i++) {
				List<?> process = (List<?>) answer.get(i + 1);
				long deadline = (Long) process.get(0);
				if (deadline >= 0) {
					found.add(new StoredProcess(ids.get(i), Duration.ofMillis(deadline - now), record(process)));
				}
			}
		}
		return found;
	}

	private static Map<String, String> record(List<?> process) {
		Map<String, String> record = new LinkedHashMap<>();
		for (int i = 1; i + 1 < process.size(); i += 2) {
			record.put(Keyspace.text((byte[]) process.get(i)), Keyspace.text((byte[]) process.get(i + 1)));
		}
		return record;
	}

	/**
	 * What is known of a process: the record it announced itself with ({@code HGETALL}).
	 */
	public Map<String, String> process(String processId) {
		Map<byte[], byte[]> fields = this.redis
			.call((redis) -> redis.hashCommands().hGetAll(this.keys.process(processId)));
		Map<String, String> record = new LinkedHashMap<>();
		if (fields != null) {
			fields.forEach((field, value) -> record.put(Keyspace.text(field), Keyspace.text(value)));
		}
		return record;
	}

	/**
	 * Processes that no longer renew, and when the next may be one of them.
	 *
	 * @param deadlines process id to the end of the lease that was seen
	 * @param dead ids of processes declared dead and not yet recovered completely
	 * @param next time until the next of the other leases runs out, by the clock of Redis
	 */
	public record Stale(Map<String, String> deadlines, List<String> dead, Duration next) {
	}

}
