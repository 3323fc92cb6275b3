package io.resque.benchmarks.ours;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueJob;

/**
 * A job that tells in Redis when it started, by the clock that all processes of a machine
 * share.
 */
@ResqueJob(queue = Mark.QUEUE)
public class Mark {

	/** Its queue. */
	public static final String QUEUE = "mark";

	/** The list of the times. */
	public static final String MARKS = "marks";

	private final ObjectProvider<StringRedisTemplate> redis;

	Mark(ObjectProvider<StringRedisTemplate> redis) {
		this.redis = redis;
	}

	/** Performs. */
	public void perform(int number) {
		long now = System.nanoTime();
		this.redis.getObject().opsForList().rightPush(MARKS, Long.toString(now));
	}

	/** What a producer writes for it. */
	public static String payload(int number) {
		return "{\"class\":\"Mark\",\"args\":[" + number + "]}";
	}

}
