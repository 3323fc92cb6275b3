package io.resque.inspect;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.resque.json.PayloadText;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.HistoryStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.redis.Sha1;
import io.resque.redis.WorkerStore;

/**
 * Reads what goes on from Redis.
 */
public final class RedisResqueInspector implements ResqueInspector {

	private final ServerStore server;

	private final QueueStore queues;

	private final FailureStore failures;

	private final HistoryStore history;

	private final RegisteredWorkers workers;

	private final WorkerProcesses processes;

	private final StoredKeys keys;

	private final ResqueJson json;

	private final String environment;

	/**
	 * Creates an inspector.
	 * @param redis where to look
	 * @param json reads payloads and worker records
	 * @param environment name of the environment
	 * @param dirtyExits records the failure of a job whose worker is removed
	 */
	public RedisResqueInspector(ResqueRedis redis, ResqueJson json, String environment, DirtyExits dirtyExits) {
		this.server = new ServerStore(redis);
		this.queues = new QueueStore(redis);
		this.failures = new FailureStore(redis);
		this.history = new HistoryStore(redis);
		this.workers = new RegisteredWorkers(new WorkerStore(redis), this.server, json, dirtyExits);
		this.processes = new WorkerProcesses(new LeaseStore(redis), json);
		this.keys = new StoredKeys(redis, json);
		this.json = json;
		this.environment = environment;
	}

	@Override
	public String namespace() {
		return this.server.namespace();
	}

	@Override
	public ResqueInfo info() {
		Map<String, Long> sizes = queueSizes();
		long pending = sizes.values().stream().mapToLong((size) -> Math.max(0, size)).sum();
		RegisteredWorkers.Counts counts = this.workers.count();
		return new ResqueInfo(pending, this.server.stat("processed"), sizes.size(), counts.workers(), counts.working(),
				failed(), this.server.servers(), this.environment);
	}

	@Override
	public Map<String, Long> queueSizes() {
		return RedisCallException.unlessWrongType(this.queues::sizes, Map.of());
	}

	@Override
	public @Nullable Long queueSize(String queue) {
		if (!RedisCallException.unlessWrongType(() -> this.queues.isKnown(queue), false)) {
			return null;
		}
		return RedisCallException.unlessWrongType(() -> this.queues.size(queue), -1L);
	}

	@Override
	public boolean removeJob(String queue, long index, String id, long removals) {
		return RedisCallException.unlessWrongType(() -> this.queues.removeOne(queue, index, id, removals), false);
	}

	@Override
	public long removals(String queue) {
		return RedisCallException.unlessWrongType(() -> this.queues.removals(queue), 0L);
	}

	@Override
	public List<QueuedJob> jobs(String queue, long start, int limit) {
		return range(queue, Math.max(0, start), limit).stream().map(this::job).toList();
	}

	private QueuedJob job(byte[] payload) {
		PayloadText text = PayloadText.of(payload, this.json);
		return new QueuedJob(text.name(), text.args(), enqueuedAt(payload), Sha1.hex(payload));
	}

	@Override
	public Map<String, Instant> headTimes(List<String> queues) {
		Map<String, Instant> times = new HashMap<>();
		this.queues.dated(queues).forEach((queue, head) -> {
			Instant time = enqueuedAt(head);
			if (time != null) {
				times.put(queue, time);
			}
		});
		return times;
	}

	private @Nullable Instant enqueuedAt(byte[] payload) {
		return QueueStore.isDated(payload) ? RubyTime.parse(PayloadText.enqueuedAt(payload, this.json)) : null;
	}

	@Override
	public List<WorkerInfo> workers() {
		return this.workers.all();
	}

	@Override
	public @Nullable WorkerInfo worker(String id) {
		return this.workers.one(id);
	}

	@Override
	public List<WorkerInfo> working() {
		return this.workers.working();
	}

	@Override
	public List<ProcessInfo> processes() {
		return this.processes.all();
	}

	@Override
	public @Nullable ProcessInfo process(String id) {
		return this.processes.one(id);
	}

	@Override
	public boolean removeWorker(String id) {
		return this.workers.remove(id);
	}

	@Override
	public long removeQueue(String queue) {
		return this.queues.removeQueue(queue);
	}

	@Override
	public StoredKeys keys() {
		return this.keys;
	}

	@Override
	public List<HistorySample> history(int minutes) {
		return RedisCallException.unlessWrongType(() -> this.history.last(minutes), List.<HistoryStore.Sample>of())
			.stream()
			.map((note) -> new HistorySample(note.at(), note.processed(), note.failed(), note.pending()))
			.toList();
	}

	@Override
	public Map<String, String> redisInfo() {
		Map<String, String> info = new TreeMap<>();
		this.server.info().forEach((name, value) -> info.put(name.toString(), value.toString()));
		return info;
	}

	private long failed() {
		return this.failures.counts().values().stream().mapToLong((count) -> Math.max(0, count)).sum();
	}

	private List<byte[]> range(String queue, long start, int limit) {
		return RedisCallException.unlessWrongType(() -> this.queues.range(queue, start, limit), List.of());
	}

}
