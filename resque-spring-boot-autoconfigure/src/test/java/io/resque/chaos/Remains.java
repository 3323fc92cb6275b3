package io.resque.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What is in Redis when all is over.
 *
 * @param processed the counter of processed jobs
 * @param failed the counter of failed jobs
 * @param threw how often a job is in the failed list because it threw, by its id
 * @param crashed entries of jobs that are there because of a crash, by their ids
 * @param keys keys that should not be there any more, with their values
 */
record Remains(long processed, long failed, Map<String, Integer> threw, Map<String, List<DirtyExit>> crashed,
		List<String> keys) {

	private static final String PREFIX = "resque:";

	/** What stays for good. */
	private static final Set<String> LASTING = Set.of("queues", "failed", "stat:processed", "stat:failed",
			"spring:tokens");

	/** What {@code TTL} answers of a key without one. */
	private static final long STAYS = -1;

	private static final Pattern ID = Pattern.compile("\"payload\":\\{\"class\":\"\\w+\",\"args\":\\[\"([^\"]+)\"");

	static Remains read(StringRedisTemplate redis) {
		Map<String, Integer> threw = new HashMap<>();
		Map<String, List<DirtyExit>> crashed = new HashMap<>();
		for (String entry : redis.opsForList().range(PREFIX + "failed", 0, -1)) {
			Matcher matcher = ID.matcher(entry);
			String id = matcher.find() ? matcher.group(1) : entry;
			if (entry.contains("\"exception\":\"Resque::DirtyExit\"")) {
				crashed.computeIfAbsent(id, (job) -> new ArrayList<>()).add(DirtyExit.parse(entry));
			}
			else {
				threw.merge(id, 1, Integer::sum);
			}
		}
		List<String> keys = new ArrayList<>();
		for (String key : new TreeSet<>(redis.keys("*"))) {
			// Less than half a second is 0.
			boolean goesByItself = redis.getExpire(key) != STAYS;
			if (!goesByItself && !LASTING.contains(key.substring(PREFIX.length()))) {
				keys.add(key + " = " + value(redis, key));
			}
		}
		return new Remains(number(redis, "stat:processed"), number(redis, "stat:failed"), threw, crashed, keys);
	}

	/** How often a job is in the failed list. */
	int failures(String job) {
		return this.threw.getOrDefault(job, 0) + this.crashed.getOrDefault(job, List.of()).size();
	}

	private static String value(StringRedisTemplate redis, String key) {
		Object value = switch (redis.type(key)) {
			case STRING -> redis.opsForValue().get(key);
			case LIST -> redis.opsForList().size(key) + " elements, first " + redis.opsForList().range(key, 0, 2);
			case SET -> redis.opsForSet().members(key);
			case ZSET -> redis.opsForZSet().rangeWithScores(key, 0, 5);
			case HASH -> redis.opsForHash().entries(key);
			default -> redis.type(key);
		};
		return String.valueOf(value);
	}

	private static long number(StringRedisTemplate redis, String name) {
		String value = redis.opsForValue().get(PREFIX + name);
		return (value != null) ? Long.parseLong(value) : 0;
	}

	/** Whether no job waits or is in flight, and no dead process waits for recovery. */
	static boolean isDrained(StringRedisTemplate redis) {
		return redis.keys(PREFIX + "queue:*").isEmpty() && redis.keys(PREFIX + "spring:inflight:*").isEmpty()
				&& !redis.hasKey(PREFIX + "spring:dead");
	}

}
