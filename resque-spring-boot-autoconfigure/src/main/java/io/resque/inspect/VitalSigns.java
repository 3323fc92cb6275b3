package io.resque.inspect;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.resque.redis.FailureStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;

/**
 * Reads what monitors want to know, in a number of calls that does not depend on how many
 * queues and workers there are (of these: one call more for each 500).
 */
public final class VitalSigns {

	private final ServerStore server;

	private final QueueStore queues;

	private final FailureStore failures;

	private final LiveWorkers workers;

	private final WorkerStore records;

	public VitalSigns(ResqueRedis redis) {
		this.server = new ServerStore(redis);
		this.queues = new QueueStore(redis);
		this.failures = new FailureStore(redis);
		this.records = new WorkerStore(redis);
		this.workers = new LiveWorkers(this.records, new LeaseStore(redis), this.server);
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
			return this.server.version();
		}
		catch (RedisCallException ex) {
			return "";
		}
	}

	/**
	 * Looks. Foreign values under the keys count as nothing.
	 * @return what was seen
	 * @throws RedisCallException when Redis does not answer, or answers an error; the
	 * first call that fails is the last
	 */
	public Vitals read() {
		Map<String, Long> sizes = RedisCallException.unlessWrongType(this.queues::sizes, Map.of());
		Collection<String> alive = this.workers.ids();
		return new Vitals(sizes, this.server.stat("processed"), this.server.stat("failed"), failed(),
				alive.stream().map(VitalSigns::queues).toList(), this.records.working(alive).size());
	}

	private long failed() {
		return this.failures.counts().values().stream().mapToLong((count) -> Math.max(0, count)).sum();
	}

	private static List<String> queues(String id) {
		return RegisteredWorkers.queues(RegisteredWorkers.parts(id)[2]);
	}

}
