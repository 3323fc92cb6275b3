package io.resque.chaos;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.chaos.LogLine.What;

/**
 * Looks at the leases in Redis all the time and logs which come and go: a witness that
 * does not depend on what workers say of themselves.
 */
final class LeaseWatch extends Thread {

	private static final long PAUSE = 20;

	private static final byte[] LOOK = """
			return {redis.call('ZRANGE', 'resque:spring:leases', 0, -1),
			  redis.call('ZRANGE', 'resque:spring:dead', 0, -1)}
			""".getBytes(StandardCharsets.UTF_8);

	private final StringRedisTemplate redis;

	private final RunLog log;

	private final Map<String, Long> held = new HashMap<>();

	private Set<String> known = new HashSet<>();

	private volatile boolean stopped;

	LeaseWatch(StringRedisTemplate redis, RunLog log) {
		super("lease-watch");
		this.redis = redis;
		this.log = log;
	}

	@Override
	public void run() {
		try {
			while (!this.stopped) {
				lookUnlessRedisIsAway();
				TimeUnit.MILLISECONDS.sleep(PAUSE);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void lookUnlessRedisIsAway() {
		try {
			look();
		}
		catch (RuntimeException ex) {
			// The next look sees what has changed.
		}
	}

	private void look() {
		long asked = LogLine.now();
		List<List<byte[]>> answer = this.redis
			.execute((RedisCallback<List<List<byte[]>>>) (redis) -> redis.scriptingCommands()
				.eval(LOOK, ReturnType.MULTI, 0));
		Set<String> leases = texts(answer.get(0));
		Set<String> present = texts(answer.get(1));
		present.addAll(leases);
		for (String lease : leases) {
			if (!this.held.containsKey(lease)) {
				Object pid = this.redis.opsForHash().get("resque:spring:process:" + lease, "pid");
				this.log.process(What.LEASE_SEEN, LogLine.process(lease), String.valueOf(pid));
			}
			this.held.put(lease, asked);
		}
		this.held.entrySet().removeIf((seen) -> gone(seen, leases));
		this.known.stream()
			.filter((process) -> !present.contains(process))
			.forEach((process) -> this.log.process(What.BURIED, LogLine.process(process), LogLine.NONE));
		this.known = present;
	}

	private boolean gone(Map.Entry<String, Long> seen, Set<String> leases) {
		if (leases.contains(seen.getKey())) {
			return false;
		}
		this.log.process(What.LEASE_GONE, LogLine.process(seen.getKey()), Long.toString(seen.getValue()));
		return true;
	}

	private static Set<String> texts(List<byte[]> values) {
		Set<String> texts = new HashSet<>();
		values.forEach((value) -> texts.add(new String(value, StandardCharsets.UTF_8)));
		return texts;
	}

	/** Looks a last time. */
	void finish() {
		this.stopped = true;
		try {
			join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		look();
	}

}
