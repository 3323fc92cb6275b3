package io.resque.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How much is delayed, and to which seconds: for people to look at.
 */
public final class DelayedCounts {

	private static final Pattern SECOND = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

	private final ResqueRedis redis;

	private final Keyspace keys;

	public DelayedCounts(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/**
	 * Counts how many items of a second are equal to some of them.
	 * @param second the second
	 * @param items some of its items
	 * @return for each how many are equal, itself counted; 0 when it is gone
	 */
	public List<Long> countEqual(long second, List<byte[]> items) {
		List<Long> counts = new ArrayList<>();
		while (counts.size() < items.size()) {
			this.redis
				.evalList(LuaScript.DELAYED_EQUAL, List.of(this.keys.delayed(second)),
						items.subList(counts.size(), items.size()))
				.forEach((count) -> counts.add((Long) count));
		}
		return counts;
	}

	/** Number of seconds that have items, and come before one ({@code ZCOUNT}). */
	public long countSecondsBefore(long second) {
		Long count = this.redis.call((redis) -> redis.zSetCommands()
			.zCount(this.keys.delayedSeconds(), Double.NEGATIVE_INFINITY, second - 0.5));
		return (count != null) ? count : 0;
	}

	/** Number of seconds that have items, or had some ({@code ZCARD}). */
	public long countSeconds() {
		Long count = this.redis.call((redis) -> redis.zSetCommands().zCard(this.keys.delayedSeconds()));
		return (count != null) ? count : 0;
	}

	/**
	 * Seconds with the numbers of their items, the next one first; -1 where the key is no
	 * list. What is no second is passed over.
	 * @param start how many seconds to leave out
	 * @param count most seconds
	 */
	public Map<Long, Long> sizes(long start, long count) {
		List<Object> answer = (count <= 0) ? List.of() : this.redis.evalList(LuaScript.DELAYED_SIZES,
				List.of(this.keys.delayedSeconds()), List.of(this.keys.prefix(), number(start), number(count)));
		Map<Long, Long> sizes = new LinkedHashMap<>();
		for (int i = 0; i < answer.size(); i += 2) {
			String second = Keyspace.text((byte[]) answer.get(i));
			if (SECOND.matcher(second).matches()) {
				sizes.put((long) Double.parseDouble(second), (Long) answer.get(i + 1));
			}
		}
		return sizes;
	}

	/** Number of items of a second ({@code LLEN}). */
	public long size(long second) {
		Long size = this.redis.call((redis) -> redis.listCommands().lLen(this.keys.delayed(second)));
		return (size != null) ? size : 0;
	}

	private static byte[] number(long number) {
		return Keyspace.bytes(Long.toString(number));
	}

}
