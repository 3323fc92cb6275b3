package io.resque.chaos;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.chaos.LogLine.What;

/**
 * Looks at the leases in Redis all the time and logs which come and go: a witness that
 * does not depend on what workers say of themselves. It is blind while Redis is away, and
 * says for how long; whatever else keeps it from looking breaks the run.
 */
final class LeaseWatch extends Thread {

	private static final long PAUSE = 20;

	/** A look that comes later than this after the one before comes too late. */
	private static final long UNSEEN = 1_000_000;

	private static final byte[] LOOK = """
			local leases, pids = redis.call('ZRANGE', 'resque:spring:leases', 0, -1), {}
			for i, id in ipairs(leases) do
			  pids[i] = redis.call('HGET', 'resque:spring:process:' .. id, 'pid') or '-'
			end
			return {leases, pids, redis.call('ZRANGE', 'resque:spring:dead', 0, -1)}
			""".getBytes(StandardCharsets.UTF_8);

	private final StringRedisTemplate redis;

	private final RunLog log;

	private final Map<String, Long> held = new HashMap<>();

	private Set<String> known = new HashSet<>();

	private long sawAt;

	private boolean missed;

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
		catch (RuntimeException ex) {
			this.log.note(What.BROKEN, "witness: " + ex);
		}
	}

	private void lookUnlessRedisIsAway() {
		try {
			look();
		}
		catch (RuntimeException ex) {
			if (!isAway(ex)) {
				throw ex;
			}
			// The next look sees what has changed.
			this.missed = true;
		}
	}

	/** Redis cannot be reached, does not answer, or reads its data after a start. */
	private static boolean isAway(RuntimeException ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		return ex instanceof RedisConnectionFailureException || ex instanceof QueryTimeoutException
				|| cause instanceof CancellationException || cause instanceof RedisLoadingException
				|| (cause instanceof RedisException && !(cause instanceof RedisCommandExecutionException));
	}

	private void look() {
		long asked = LogLine.now();
		List<List<byte[]>> answer = this.redis
			.execute((RedisCallback<List<List<byte[]>>>) (redis) -> redis.scriptingCommands()
				.eval(LOOK, ReturnType.MULTI, 0));
		noteBlindness();
		List<String> leases = texts(answer.get(0));
		List<String> pids = texts(answer.get(1));
		Set<String> present = new HashSet<>(texts(answer.get(2)));
		present.addAll(leases);
		for (int i = 0; i < leases.size(); i++) {
			if (this.held.put(leases.get(i), asked) == null) {
				this.log.process(What.LEASE_SEEN, LogLine.process(leases.get(i)), pids.get(i));
			}
		}
		this.held.entrySet().removeIf((seen) -> gone(seen, leases));
		this.known.stream()
			.filter((process) -> !present.contains(process))
			.forEach((process) -> this.log.process(What.BURIED, LogLine.process(process), LogLine.NONE));
		this.known = present;
	}

	private void noteBlindness() {
		long now = LogLine.now();
		if (this.sawAt > 0 && (this.missed || now - this.sawAt > UNSEEN)) {
			this.log.note(What.BLIND, Long.toString(now - this.sawAt));
		}
		this.sawAt = now;
		this.missed = false;
	}

	private boolean gone(Map.Entry<String, Long> seen, List<String> leases) {
		if (leases.contains(seen.getKey())) {
			return false;
		}
		this.log.process(What.LEASE_GONE, LogLine.process(seen.getKey()), Long.toString(seen.getValue()));
		return true;
	}

	private static List<String> texts(List<byte[]> values) {
		return values.stream().map((value) -> new String(value, StandardCharsets.UTF_8)).toList();
	}

	/** Looks a last time. */
	void finish() {
		end();
		look();
	}

	/** Ends it, and waits for what it is doing. */
	void end() {
		this.stopped = true;
		try {
			join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
