package io.resque.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A list of failed entries, oldest first: Ruby's {@code failed}, or that of one queue. An
 * entry is named by its bytes; the index is where it was last seen.
 */
public final class FailureStore {

	/** Most entries that are changed in one step. */
	public static final int BATCH = 500;

	/** What is read where nothing is. */
	public static final Stretch NOTHING = new Stretch(0, List.of());

	private final ResqueRedis redis;

	private final Keyspace keys;

	private final String name;

	private final byte[] key;

	/** The list {@value FailedEntry#FAILED}. */
	public FailureStore(ResqueRedis redis) {
		this(redis, FailedEntry.FAILED);
	}

	private FailureStore(ResqueRedis redis, String name) {
		this.redis = redis;
		this.keys = redis.keys();
		this.name = name;
		this.key = this.keys.failureQueue(name);
	}

	/** Another list. */
	public FailureStore queue(String failureQueue) {
		return new FailureStore(this.redis, failureQueue);
	}

	/** The groups of its entries. */
	public GroupStore groups() {
		return new GroupStore(this.redis, this.name);
	}

	/** Whether it is the list for the jobs of all queues. */
	public boolean isOfAll() {
		return this.name.equals(FailedEntry.FAILED);
	}

	/**
	 * All lists by name with their lengths, {@value FailedEntry#FAILED} first; -1 where
	 * the key is no list.
	 */
	public Map<String, Long> counts() {
		Map<String, Long> ofQueues = new TreeMap<>();
		List<Object> answer = RedisCallException.unlessWrongType(() -> this.redis.evalList(LuaScript.QUEUE_SIZES,
				List.of(this.keys.failureQueues()), List.of(this.keys.prefix())), List.of());
		for (int i = 0; i < answer.size(); i += 2) {
			String failureQueue = Keyspace.text((byte[]) answer.get(i));
			if (FailedEntry.isFailureQueue(failureQueue)) {
				ofQueues.put(failureQueue, (Long) answer.get(i + 1));
			}
		}
		Map<String, Long> counts = new LinkedHashMap<>();
		counts.put(FailedEntry.FAILED,
				RedisCallException.unlessWrongType(() -> queue(FailedEntry.FAILED).count(), -1L));
		ofQueues.forEach(counts::putIfAbsent);
		return counts;
	}

	/** Appends an entry ({@code RPUSH}); for tools and tests. */
	public void append(byte[] entry) {
		this.redis.call((redis) -> redis.listCommands().rPush(this.key, entry));
	}

	/** Number of entries ({@code LLEN}). */
	public long count() {
		Long count = this.redis.call((redis) -> redis.listCommands().lLen(this.key));
		return (count != null) ? count : 0;
	}

	/**
	 * A stretch of the list, oldest first ({@code LRANGE}); empty texts, left by a crash
	 * of Ruby, included.
	 */
	public List<byte[]> range(long start, long count) {
		if (count <= 0) {
			return List.of();
		}
		List<byte[]> range = this.redis
			.call((redis) -> redis.listCommands().lRange(this.key, start, start + count - 1));
		return (range != null) ? range : List.of();
	}

	/**
	 * Reads downwards, until there are enough entries or bytes.
	 * @param end index behind the newest one to read
	 * @param most most entries
	 * @param mostBytes after so many bytes no more are read
	 * @return what was read; empty when there is nothing below
	 */
	public Stretch readDown(long end, int most, long mostBytes) {
		List<Object> answer = this.redis.evalList(LuaScript.FAILURE_READ, List.of(this.key),
				Stream.of(end, (long) most, mostBytes).map((number) -> Keyspace.bytes(number.toString())).toList());
		return new Stretch((Long) answer.get(0), answer.stream().skip(1).map((entry) -> (byte[]) entry).toList());
	}

	/**
	 * Retries or removes many entries, each if it still has the bytes that were read. In
	 * one step, but for the middle of a long list: Redis is slow there, so others get
	 * their turn in between.
	 * @param first index of the oldest entry that was read with them
	 * @param changes what to do, oldest first, at most {@value #BATCH}
	 * @return for each: 1 done, 0 no longer there, -1 its queue is no list
	 */
	public List<Long> changeAll(long first, List<Change> changes) {
		List<Long> answers = new ArrayList<>();
		long removed = 0;
		int portion = changes.size();
		while (answers.size() < changes.size()) {
			List<Change> next = changes.subList(answers.size(), Math.min(changes.size(), answers.size() + portion));
			List<Object> answer = changeSome(first, removed, next);
			for (int i = 0; i < answer.size(); i++) {
				answers.add((Long) answer.get(i));
				removed += ((Long) answer.get(i) > 0 && next.get(i).replacement().length == 0) ? 1 : 0;
			}
			portion = 2 * answer.size();
		}
		return answers;
	}

	private List<Object> changeSome(long first, long removed, List<Change> changes) {
		List<byte[]> arguments = new ArrayList<>(changes.size() * 5 + 3);
		arguments.add(this.keys.queuePrefix());
		arguments.add(Keyspace.bytes(Long.toString(first)));
		arguments.add(Keyspace.bytes(Long.toString(changes.get(changes.size() - 1).index() - removed)));
		for (Change change : changes) {
			arguments.add(Keyspace.bytes(Long.toString(change.index() - removed)));
			arguments.add(Keyspace.bytes(change.sha1()));
			arguments.add(change.replacement());
			arguments.add(Keyspace.bytes(change.queue()));
			arguments.add(change.payload());
		}
		return this.redis.evalList(LuaScript.FAILURE_CHANGE_ALL,
				List.of(this.key, this.keys.queues(), this.keys.failureGroups(this.name)), arguments);
	}

	/** The entry at an index, or null ({@code LINDEX}). */
	public byte @Nullable [] at(long index) {
		return this.redis.call((redis) -> redis.listCommands().lIndex(this.key, index));
	}

	/**
	 * Looks for an entry where it was seen and from there towards the oldest, where it
	 * moves when others are removed.
	 * @param index where the entry was seen
	 * @param sha1 SHA-1 of its bytes in hex
	 * @return the entry and where it is now, or null
	 */
	public @Nullable Found find(long index, String sha1) {
		long from = index;
		while (from >= 0) {
			List<Object> answer = this.redis.evalList(LuaScript.FAILURE_FIND, List.of(this.key),
					List.of(Keyspace.bytes(Long.toString(from)), Keyspace.bytes(sha1)));
			if (answer.size() == 2) {
				return new Found((Long) answer.get(0), (byte[]) answer.get(1));
			}
			from = (Long) answer.get(0);
		}
		return null;
	}

	/**
	 * Puts the job of an entry back on a queue, and replaces or removes the entry, in one
	 * step.
	 * @param index where the entry was seen
	 * @param entry its bytes
	 * @param replacement the entry with {@code retried_at}, or null to remove it
	 * @param queue the queue
	 * @param payload the payload to push
	 * @return false when the entry is no longer there: nothing was changed
	 */
	public boolean requeue(long index, byte[] entry, byte @Nullable [] replacement, String queue, byte[] payload) {
		return this.redis.evalLong(LuaScript.FAILURE_REQUEUE,
				List.of(this.key, this.keys.queues(), this.keys.queue(queue), this.keys.failureGroups(this.name)),
				List.of(Keyspace.bytes(Long.toString(index)), entry, (replacement != null) ? replacement : new byte[0],
						Keyspace.bytes(queue), payload)) == 1;
	}

	/** Removes an entry; false when it is no longer there. */
	public boolean remove(long index, byte[] entry) {
		return this.redis.evalLong(LuaScript.FAILURE_REMOVE, List.of(this.key, this.keys.failureGroups(this.name)),
				List.of(Keyspace.bytes(Long.toString(index)), entry)) == 1;
	}

	/**
	 * Removes the oldest entries of a list that is too long.
	 * @param keep how many stay
	 * @param most most entries to remove
	 * @return how many were removed
	 */
	public long trim(long keep, int most) {
		return this.redis.evalLong(LuaScript.FAILURE_TRIM, List.of(this.key, this.keys.failureGroups(this.name)),
				List.of(Keyspace.bytes(Long.toString(keep)), Keyspace.bytes(Integer.toString(most))));
	}

	/**
	 * Removes all entries, and the list from those that are known.
	 * @return how many; -1 when the key is no list: nothing was changed
	 */
	public long clear() {
		return this.redis.evalLong(LuaScript.FAILURE_CLEAR,
				List.of(this.key, this.keys.failureQueues(), this.keys.failureGroups(this.name)),
				List.of(Keyspace.bytes(this.name)));
	}

	/**
	 * Entries side by side.
	 *
	 * @param first index of the oldest
	 * @param entries the entries, oldest first, with empty texts that a crash of Ruby
	 * left
	 */
	public record Stretch(long first, List<byte[]> entries) {
	}

	/**
	 * What becomes of an entry.
	 *
	 * @param index where it was seen
	 * @param sha1 SHA-1 of its bytes in hex
	 * @param replacement the entry with {@code retried_at}, or nothing to remove it
	 * @param queue the queue that its job goes to, or an empty text
	 * @param payload the payload to push
	 */
	public record Change(long index, String sha1, byte[] replacement, String queue, byte[] payload) {

		private static final byte[] NOTHING = {};

		/** It is removed. */
		public static Change remove(long index, String sha1) {
			return new Change(index, sha1, NOTHING, "", NOTHING);
		}

	}

	/**
	 * An entry and where it is.
	 *
	 * @param index index in the list
	 * @param entry its bytes
	 */
	public record Found(long index, byte[] entry) {
	}

}
