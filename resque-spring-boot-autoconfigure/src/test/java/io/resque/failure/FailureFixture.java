package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.resque.JobCodec;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RedisServer;

/**
 * A failed list to play with.
 */
final class FailureFixture {

	private final RedisServer redis;

	private final FailureStore store;

	private final Failures all;

	private final FailureQueue failures;

	FailureFixture(RedisServer redis) {
		this.redis = redis;
		this.store = new FailureStore(redis.redis("resque"));
		this.all = new Failures(this.store, new ServerStore(redis.redis("resque")),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)));
		this.failures = this.all.queue("failed");
	}

	FailureStore store() {
		return this.store;
	}

	/** All lists. */
	Failures all() {
		return this.all;
	}

	FailureQueue failures() {
		return this.failures;
	}

	/** An entry as Ruby writes it, with one number as its job's args. */
	static String entry(int number) {
		return entry(number, "");
	}

	static String entry(int number, String more) {
		return "{\"failed_at\":\"2026/11/20 16:53:28 UTC\",\"payload\":{\"class\":\"Boom\",\"args\":[" + number
				+ "]},\"exception\":\"ArgumentError\",\"error\":\"bad é <b>input</b>\","
				+ "\"backtrace\":[\"gen.rb:16:in `perform'\"],\"worker\":\"vm:5316:low\",\"queue\":\"low\"" + more
				+ "}";
	}

	static String retriedEntry(int number) {
		return entry(number, ",\"retried_at\":\"2026/11/20 17:00:00 UTC\"");
	}

	void append(String... entries) {
		for (String entry : entries) {
			append(entry.getBytes(StandardCharsets.UTF_8));
		}
	}

	void append(byte[] entry) {
		this.store.append(entry);
	}

	FailedJob only() {
		List<FailedJob> jobs = this.failures.newest(0, 10);
		if (jobs.size() != 1) {
			throw new IllegalStateException("There are " + jobs.size());
		}
		return jobs.get(0);
	}

	List<String> entries() {
		return list("failed");
	}

	List<String> queue(String queue) {
		return list("queue:" + queue);
	}

	private List<String> list(String key) {
		List<String> list = this.redis.template().opsForList().range("resque:" + key, 0, -1);
		return (list != null) ? list : List.of();
	}

}
