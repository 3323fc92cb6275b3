package io.resque.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Plans and progress of canary retries: a hash for each, in which the jobs report what
 * has become of them.
 */
public final class CanaryStore {

	/** Number of the round: each one has counters of its own. */
	public static final String ROUND = "round";

	/** Where it is. */
	public static final String PHASE = "phase";

	private static final Duration EXPIRY = Duration.ofDays(30);

	/** Nobody else takes the turn for so long, unless it ends sooner. */
	private static final Duration TURN = Duration.ofSeconds(30);

	private final ResqueRedis redis;

	private final Keyspace keys;

	public CanaryStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** Adds one. */
	public void add(String id, Map<String, String> fields) {
		this.redis.evalLong(LuaScript.CANARY_WRITE, List.of(this.keys.canary(id), this.keys.canaries()),
				arguments(id, "", "", fields));
	}

	/** The ids of all that are known, and not forgotten since ({@code SMEMBERS}). */
	public Set<String> ids() {
		Set<byte[]> members = this.redis.call((redis) -> redis.setCommands().sMembers(this.keys.canaries()));
		Set<String> ids = new TreeSet<>();
		if (members != null) {
			members.forEach((member) -> ids.add(Keyspace.text(member)));
		}
		return ids;
	}

	/** All fields of one ({@code HGETALL}); empty when it is gone. */
	public Map<String, String> read(String id) {
		Map<byte[], byte[]> fields = this.redis.call((redis) -> redis.hashCommands().hGetAll(this.keys.canary(id)));
		Map<String, String> read = new LinkedHashMap<>();
		if (fields != null) {
			fields.forEach((name, value) -> read.put(Keyspace.text(name), Keyspace.text(value)));
		}
		return read;
	}

	/** Forgets the id of one that is gone ({@code SREM}). */
	public void forget(String id) {
		this.redis.call((redis) -> redis.setCommands().sRem(this.keys.canaries(), Keyspace.bytes(id)));
	}

	/**
	 * Takes a turn, if it is time and nobody else has it.
	 * @return all fields and {@code now}, the time of Redis in milliseconds; empty when
	 * it is not ours
	 */
	public Map<String, String> takeTurn(String id) {
		List<Object> answer = this.redis.evalList(LuaScript.CANARY_TURN, List.of(this.keys.canary(id)),
				List.of(Keyspace.bytes(Long.toString(TURN.toMillis()))));
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < answer.size(); i += 2) {
			fields.put(Keyspace.text((byte[]) answer.get(i)), Keyspace.text((byte[]) answer.get(i + 1)));
		}
		return fields;
	}

	/**
	 * Writes fields, if phase and round are still those that were read.
	 * @param id which one
	 * @param phase the phase that was read
	 * @param round the round that was read
	 * @param fields what to write
	 * @return whether it was written
	 */
	public boolean write(String id, String phase, String round, Map<String, String> fields) {
		return this.redis.evalLong(LuaScript.CANARY_WRITE, List.of(this.keys.canary(id), this.keys.canaries()),
				arguments(id, phase, round, fields)) == 1;
	}

	/** Adds to a counter ({@code HINCRBY}). */
	public void count(String id, String field, long number) {
		this.redis.call((redis) -> redis.hashCommands().hIncrBy(this.keys.canary(id), Keyspace.bytes(field), number));
	}

	/**
	 * The command with which a job tells what has become of it.
	 * @param mark what its payload says, {@code <id>:<round>}
	 * @param passed whether it has passed
	 * @return the command, or null when the mark is none
	 */
	public String @Nullable [] report(String mark, boolean passed) {
		int colon = mark.indexOf(':');
		return (colon > 0) ? new String[] { "HINCRBY", Keyspace.text(this.keys.canary(mark.substring(0, colon))),
				(passed ? "passed" : "failed") + mark.substring(colon), "1" } : null;
	}

	private static List<byte[]> arguments(String id, String phase, String round, Map<String, String> fields) {
		List<byte[]> arguments = new ArrayList<>(List.of(Keyspace.bytes(id), Keyspace.bytes(phase),
				Keyspace.bytes(round), Keyspace.bytes(Long.toString(EXPIRY.toSeconds()))));
		fields.forEach((name, value) -> {
			arguments.add(Keyspace.bytes(name));
			arguments.add(Keyspace.bytes(value));
		});
		return arguments;
	}

}
