package io.resque.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Queues: lists of payloads, oldest first, and the set of their names.
 */
public final class QueueStore {

	/** Most payloads of one round trip. */
	public static final int BATCH = 1000;

	private static final int REMOVE_STEPS = 100;

	private static final long REMOVED = -2;

	private final ResqueRedis redis;

	private final Keyspace keys;

	public QueueStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/**
	 * Appends payloads to a queue and makes the queue known (Ruby: {@code SADD queues},
	 * {@code RPUSH}), in one round trip for each {@value #BATCH}.
	 * @param queue the queue
	 * @param payloads the payloads, first the one to be performed first
	 */
	public void push(String queue, List<byte[]> payloads) {
		for (int from = 0; from < payloads.size(); from += BATCH) {
			List<byte[]> arguments = new ArrayList<>(BATCH + 1);
			arguments.add(Keyspace.bytes(queue));
			arguments.addAll(payloads.subList(from, Math.min(from + BATCH, payloads.size())));
			this.redis.evalLong(LuaScript.PUSH, List.of(this.keys.queues(), this.keys.queue(queue)), arguments);
		}
	}

	/** Puts a payload back to the head of a queue ({@code LPUSH}). */
	public void pushFront(String queue, byte[] payload) {
		watch(queue);
		this.redis.call((redis) -> redis.listCommands().lPush(this.keys.queue(queue), payload));
	}

	/**
	 * Takes the oldest payload off a queue for good ({@code LPOP}); null when there is
	 * none.
	 */
	public byte @Nullable [] pop(String queue) {
		return this.redis.call((redis) -> redis.listCommands().lPop(this.keys.queue(queue)));
	}

	/** Waits for a queue to have a job ({@code BLMOVE}); connects when it is asked to. */
	public QueueWait waitFor(String queue) {
		return new QueueWait(this.redis, this.keys.queue(queue));
	}

	/** Number of payloads in a queue ({@code LLEN}). */
	public long size(String queue) {
		Long size = this.redis.call((redis) -> redis.listCommands().lLen(this.keys.queue(queue)));
		return (size != null) ? size : 0;
	}

	/** A stretch of a queue, oldest first ({@code LRANGE}). */
	public List<byte[]> range(String queue, long start, long count) {
		if (count <= 0) {
			return List.of();
		}
		List<byte[]> range = this.redis
			.call((redis) -> redis.listCommands().lRange(this.keys.queue(queue), start, start + count - 1));
		return (range != null) ? range : List.of();
	}

	/**
	 * Removes every occurrence of exactly these bytes ({@code LREM}) and answers how many
	 * there were.
	 */
	public long remove(String queue, byte[] payload) {
		Long removed = this.redis.call((redis) -> redis.listCommands().lRem(this.keys.queue(queue), 0, payload));
		return (removed != null) ? removed : 0;
	}

	/**
	 * Removes one job where it was seen, or from there towards the head; so many steps of
	 * about 1,000 jobs or 4 MB as are worth it.
	 * @param queue the queue
	 * @param index where the job was seen
	 * @param sha1 SHA-1 of its payload in hex
	 * @param removals what {@link #removals} was before it was seen
	 * @return false when it is not there, or another one was removed since
	 */
	public boolean removeOne(String queue, long index, String sha1, long removals) {
		long from = index;
		for (int step = 0; step < REMOVE_STEPS && from >= 0; step++) {
			from = this.redis.evalLong(LuaScript.QUEUE_REMOVE_JOB,
					List.of(this.keys.queue(queue), this.keys.removals()), List.of(Keyspace.bytes(Long.toString(from)),
							Keyspace.bytes(sha1), Keyspace.bytes(Long.toString(removals)), Keyspace.bytes(queue)));
		}
		return from == REMOVED;
	}

	/** How many jobs of a queue were removed so. */
	public long removals(String queue) {
		return ServerStore
			.number(this.redis.call((redis) -> redis.hashCommands().hGet(this.keys.removals(), Keyspace.bytes(queue))));
	}

	/** Whether a queue is known ({@code SISMEMBER queues}). */
	public boolean isKnown(String queue) {
		return Boolean.TRUE.equals(
				this.redis.call((redis) -> redis.setCommands().sIsMember(this.keys.queues(), Keyspace.bytes(queue))));
	}

	/** Names of all known queues in byte order ({@code SMEMBERS}). */
	public Set<String> names() {
		Set<byte[]> names = this.redis.call((redis) -> redis.setCommands().sMembers(this.keys.queues()));
		Set<String> sorted = new TreeSet<>();
		if (names != null) {
			names.forEach((name) -> sorted.add(Keyspace.text(name)));
		}
		return sorted;
	}

	/** All known queues by name, with their lengths; -1 where the key is no list. */
	public Map<String, Long> sizes() {
		List<Object> answer = this.redis.evalList(LuaScript.QUEUE_SIZES, List.of(this.keys.queues()),
				List.of(this.keys.queuePrefix()));
		Map<String, Long> sizes = new TreeMap<>();
		for (int i = 0; i < answer.size(); i += 2) {
			sizes.put(Keyspace.text((byte[]) answer.get(i)), (Long) answer.get(i + 1));
		}
		return sizes;
	}

	/**
	 * The heads of queues ({@code LINDEX}) that say when they were enqueued, as those of
	 * ActiveJob do, as far as a megabyte of heads goes.
	 * @param queues names of the queues
	 * @return payloads by queue; the others are missing
	 */
	public Map<String, byte[]> dated(List<String> queues) {
		Map<String, byte[]> dated = new HashMap<>();
		if (!queues.isEmpty()) {
			List<Object> answer = this.redis.evalList(LuaScript.QUEUE_HEADS,
					queues.stream().map(this.keys::queue).toList(),
					List.of(Keyspace.bytes(VitalStore.ACTIVE_JOB), Keyspace.bytes(Integer.toString(VitalStore.HEADS))));
			for (int i = 0; i < queues.size(); i++) {
				byte[] head = (byte[]) answer.get(i);
				if (head.length > 0) {
					dated.put(queues.get(i), head);
				}
			}
		}
		return dated;
	}

	/** Whether a payload begins as those that say when they were enqueued. */
	public static boolean isDated(byte[] payload) {
		byte[] begin = Keyspace.bytes(VitalStore.ACTIVE_JOB);
		return payload.length > begin.length && Arrays.equals(payload, 0, begin.length, begin, 0, begin.length);
	}

	/** Makes a queue known without putting anything on it ({@code SADD queues}). */
	public void watch(String queue) {
		this.redis.call((redis) -> redis.setCommands().sAdd(this.keys.queues(), Keyspace.bytes(queue)));
	}

	/**
	 * Removes a queue with all its payloads and answers how many were dropped; -1 when
	 * the key was no list.
	 */
	public long removeQueue(String queue) {
		return this.redis.evalLong(LuaScript.REMOVE_QUEUE, List.of(this.keys.queues(), this.keys.queue(queue)),
				List.of(Keyspace.bytes(queue)));
	}

}
