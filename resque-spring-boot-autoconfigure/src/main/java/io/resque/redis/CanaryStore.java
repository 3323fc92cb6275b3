package io.resque.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
		write(id, new Turn("", "", ""), fields);
	}

	/**
	 * All that are known, and not forgotten since, with their phases ({@code HGETALL}).
	 */
	public Map<String, String> phases() {
		return fields(this.keys.canaries());
	}

	/** All fields of one ({@code HGETALL}); empty when it is gone. */
	public Map<String, String> read(String id) {
		return fields(this.keys.canary(id));
	}

	private Map<String, String> fields(byte[] key) {
		Map<byte[], byte[]> fields = this.redis.call((redis) -> redis.hashCommands().hGetAll(key));
		Map<String, String> read = new TreeMap<>();
		if (fields != null) {
			fields.forEach((name, value) -> read.put(Keyspace.text(name), Keyspace.text(value)));
		}
		return read;
	}

	/** Forgets that there is one ({@code HDEL}); its hash ends by itself. */
	public void forget(String id) {
		this.redis.call((redis) -> redis.hashCommands().hDel(this.keys.canaries(), Keyspace.bytes(id)));
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
	 * Writes fields, if it is still where it was read.
	 * @param id which one
	 * @param turn where it was
	 * @param fields what to write
	 * @return whether it was written
	 */
	public boolean write(String id, Turn turn, Map<String, String> fields) {
		return write(id, turn, "", 0, fields);
	}

	/**
	 * Adds to a counter and writes fields, in one step, if it is still where it was read.
	 * @param id which one
	 * @param turn where it was
	 * @param counter the counter
	 * @param number how much to add
	 * @param fields what to write
	 * @return whether it was written
	 */
	public boolean write(String id, Turn turn, String counter, long number, Map<String, String> fields) {
		List<String> arguments = new ArrayList<>(List.of(id, turn.phase(), turn.round(), turn.until(), counter,
				Long.toString(number), Long.toString(EXPIRY.toSeconds())));
		fields.forEach((name, value) -> arguments.addAll(List.of(name, value)));
		return this.redis.evalLong(LuaScript.CANARY_WRITE, List.of(this.keys.canary(id), this.keys.canaries()),
				arguments.stream().map(Keyspace::bytes).toList()) == 1;
	}

	/** Adds to a counter ({@code HINCRBY}). */
	public void count(String id, String field, long number) {
		this.redis.call((redis) -> redis.hashCommands().hIncrBy(this.keys.canary(id), Keyspace.bytes(field), number));
	}

	/**
	 * The commands with which a job tells what has become of it.
	 * @param mark what its payload says, {@code <id>:<round>}
	 * @param passed whether it has passed
	 * @return the commands, none when the mark is none
	 */
	public List<String[]> report(String mark, boolean passed) {
		int colon = mark.indexOf(':');
		if (colon <= 0) {
			return List.of();
		}
		String key = Keyspace.text(this.keys.canary(mark.substring(0, colon)));
		return List.of(new String[] { "HINCRBY", key, (passed ? "passed" : "failed") + mark.substring(colon), "1" },
				new String[] { "EXPIRE", key, Long.toString(EXPIRY.toSeconds()) });
	}

	/**
	 * Where a canary retry was when it was read.
	 *
	 * @param phase its phase; empty when it is new
	 * @param round its round
	 * @param until until when the turn is ours, as it was read; empty when somebody else
	 * may have it
	 */
	public record Turn(String phase, String round, String until) {
	}

}
