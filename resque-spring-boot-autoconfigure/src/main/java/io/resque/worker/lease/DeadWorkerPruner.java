package io.resque.worker.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.failure.FailureRecorder;
import io.resque.failure.JobFailure;
import io.resque.json.JsonException;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;

/**
 * Removes workers that are gone, as a starting Ruby worker does, under Ruby's lock. First
 * those of any kind whose heartbeat is too old: their recorded job has failed. Then those
 * of our kind on this machine whose process has no lease: their jobs are recovered by
 * their lease, so nothing is failed.
 */
public final class DeadWorkerPruner {

	private static final Duration LOCK = Duration.ofSeconds(60);

	private final LeaseStores stores;

	private final Identity identity;

	private final RecoverySettings settings;

	private final FailureRecorder failures;

	private final ResqueJson json;

	private final ResqueEvents events;

	/**
	 * Creates a pruner.
	 * @param stores workers, leases, the clock of Redis
	 * @param identity this machine
	 * @param settings age of a heartbeat at which a worker is dead
	 * @param failures records what failed
	 * @param json reads worker records
	 * @param events where to announce
	 */
	public DeadWorkerPruner(LeaseStores stores, Identity identity, RecoverySettings settings, FailureRecorder failures,
			ResqueJson json, ResqueEvents events) {
		this.stores = stores;
		this.identity = identity;
		this.settings = settings;
		this.failures = failures;
		this.json = json;
		this.events = events;
	}

	/**
	 * Prunes, unless somebody else did within the last minute.
	 * @param own the lease of this process
	 * @param workerId a worker of this process, which holds the lock
	 */
	public void prune(Lease own, String workerId) {
		if (!this.stores.workers().lockPruning(workerId, LOCK)) {
			return;
		}
		Map<String, String> heartbeats = RedisCallException.unlessWrongType(this.stores.workers()::heartbeats,
				Map.of());
		Set<String> registered = RedisCallException.unlessWrongType(this.stores.workers()::all, Set.of());
		// Leases are read last: whoever registered before that has opened its lease
		// already.
		Set<String> alive = this.stores.leases()
			.holders()
			.stream()
			.map((id) -> id.substring(0, 6))
			.collect(Collectors.toSet());
		alive.add(own.id().substring(0, 6));
		pruneSilent(heartbeats, alive);
		pruneOwnKind(registered, heartbeats, alive, workerId);
	}

	private void pruneSilent(Map<String, String> heartbeats, Set<String> alive) {
		Instant deadline = this.stores.server().time().minus(this.settings.pruneAfter());
		Map<String, String> silent = new LinkedHashMap<>();
		heartbeats.forEach((id, beat) -> {
			Instant time = RubyTime.parse(beat);
			WorkerId ours = WorkerId.parse(id);
			if (time != null && time.isBefore(deadline) && (ours == null || !alive.contains(ours.process()))) {
				silent.put(id, beat);
			}
		});
		prune(silent.keySet(), silent);
	}

	private void pruneOwnKind(Set<String> registered, Map<String, String> heartbeats, Set<String> alive,
			String workerId) {
		Set<String> ownQueues = queues(workerId);
		Set<String> gone = new TreeSet<>();
		for (String id : registered) {
			WorkerId ours = WorkerId.parse(id);
			if (ours != null && ours.host().equals(this.identity.host()) && !alive.contains(ours.process())
					&& (ownQueues.contains("*") || ownQueues.equals(queues(id)))) {
				gone.add(id);
			}
		}
		prune(gone, heartbeats);
	}

	private void prune(Set<String> ids, Map<String, String> heartbeats) {
		Map<String, byte[]> working = this.stores.workers().working(ids);
		for (String id : ids) {
			byte[] record = working.get(id);
			FailedEntry entry = (record != null && WorkerId.parse(id) == null) ? entry(id, record) : null;
			if (this.stores.workers().prune(id, heartbeats.get(id), record, entry)) {
				this.events.announce(new WorkerEvent.Pruned(id, entry != null));
			}
		}
	}

	/** Null when the record says that there is no job, as a paused worker's does. */
	private @Nullable FailedEntry entry(String id, byte[] record) {
		String queue = "";
		byte[] payload = record;
		String name = "<Unknown Job>";
		if (decode(record) instanceof Map<?, ?> map) {
			Object job = map.get("payload");
			if (job == null) {
				return null;
			}
			queue = (map.get("queue") instanceof String text) ? text : "";
			payload = this.json.encode(job);
			name = (job instanceof Map<?, ?> members && members.get("class") instanceof String text) ? text : name;
		}
		String error = "Worker " + id + " did not gracefully exit while processing " + name;
		return this.failures.record(new JobFailure(queue, payload, "Resque::PruneDeadWorkerDirtyExit", error, List.of(),
				id, this.stores.server().time()));
	}

	private @Nullable Object decode(byte[] record) {
		try {
			return this.json.decode(record);
		}
		catch (JsonException ex) {
			return new String(record, StandardCharsets.UTF_8);
		}
	}

	private static Set<String> queues(String workerId) {
		String[] parts = workerId.split(":", 3);
		return new HashSet<>(Arrays.asList(parts[parts.length - 1].split(",")));
	}

}
