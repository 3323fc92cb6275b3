package io.resque.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.redis.VitalStore;
import io.resque.redis.VitalStore.Look;
import io.resque.redis.VitalStore.Registered;

/**
 * Reads what monitors want to know, in one call to Redis that is waited for two seconds
 * at most.
 */
public final class VitalSigns {

	/** How long is waited for Redis. */
	public static final Duration PATIENCE = Duration.ofSeconds(2);

	private final ServerStore server;

	private final BriefWait<Look> look;

	private final BriefWait<String> version;

	public VitalSigns(ResqueRedis redis) {
		this.server = new ServerStore(redis);
		this.look = new BriefWait<>(new VitalStore(redis)::look, PATIENCE);
		this.version = new BriefWait<>(this.server::version, PATIENCE);
	}

	/** Namespace of the keys. */
	public String namespace() {
		return this.server.namespace();
	}

	/**
	 * Version of the Redis server.
	 * @return the version, or an empty text when the server does not tell, as a cluster
	 * or one that does not permit {@code INFO}
	 */
	public String redisVersion() {
		try {
			return this.version.get();
		}
		catch (RedisCallException ex) {
			return "";
		}
	}

	/**
	 * Looks. Foreign values under the keys count as nothing.
	 * @return what was seen
	 * @throws RedisCallException when Redis does not answer, not in time, or with an
	 * error
	 */
	public Vitals read() {
		Look seen = this.look.get();
		List<Registered> alive = LiveWorkers.of(seen);
		return new Vitals(seen.queues(), headAges(seen), seen.totals(),
				alive.stream().map((worker) -> queues(worker.id())).toList(),
				alive.stream().filter(Registered::working).count(), seen.complete());
	}

	/** Clocks differ: nothing is younger than now. */
	private static Map<String, Duration> headAges(Look seen) {
		Map<String, Duration> ages = new TreeMap<>();
		seen.enqueuedAt().forEach((queue, text) -> {
			Instant at = RubyTime.parse(text);
			if (at != null) {
				ages.put(queue, at.isBefore(seen.time()) ? Duration.between(at, seen.time()) : Duration.ZERO);
			}
		});
		return ages;
	}

	private static List<String> queues(String id) {
		return RegisteredWorkers.queues(RegisteredWorkers.parts(id)[2]);
	}

}
