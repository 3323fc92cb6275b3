package io.resque.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.resque.JobCodec;
import io.resque.json.RawJson;
import io.resque.redis.RubyTime;
import io.resque.redis.WorkerStore;
import io.resque.redis.WorkerStore.WorkingRecord;
import io.resque.worker.lease.Lease;

/**
 * Shows in Redis what the longer jobs are: whoever works for more than 50 ms gets a
 * worker record, many in one call.
 */
final class LongRuns {

	/** How long a run lasts before it is shown, and how often to look. */
	private static final Duration TICK = Duration.ofMillis(50);

	/** How often to look while there are no jobs: what comes first is shown later. */
	private static final Duration IDLE_TICK = Duration.ofMillis(200);

	private final WorkerStore workers;

	private final JobsInHand hand;

	private final JobCodec codec;

	private final Clock clock;

	private final Map<Lease, List<WorkingRecord>> unwritten = new LinkedHashMap<>();

	private long lookedAt = System.nanoTime();

	LongRuns(WorkerStore workers, JobsInHand hand, JobCodec codec, Clock clock) {
		this.workers = workers;
		this.hand = hand;
		this.codec = codec;
		this.clock = clock;
	}

	/** Writes what is due, once in a tick; answers whether Redis was asked. */
	boolean record() {
		long now = System.nanoTime();
		if (now - this.lookedAt < TICK.toNanos() && this.unwritten.isEmpty()) {
			return false;
		}
		this.lookedAt = now;
		for (Assignment assignment : this.hand.all()) {
			Assignment.Run run = assignment.run();
			byte[] record = (run != null) ? run.claimRecord(now - TICK.toNanos(), () -> json(assignment, run)) : null;
			if (run != null && record != null) {
				this.unwritten.computeIfAbsent(assignment.lease(), (lease) -> new ArrayList<>())
					.add(new WorkingRecord(assignment.token(), run.workerId(), record));
			}
		}
		this.unwritten.values().forEach((due) -> due.removeIf((record) -> !this.hand.contains(record.token())));
		this.unwritten.values().removeIf(List::isEmpty);
		boolean any = !this.unwritten.isEmpty();
		while (!this.unwritten.isEmpty()) {
			Lease lease = this.unwritten.keySet().iterator().next();
			this.workers.recordWorking(lease.id(), this.unwritten.getOrDefault(lease, List.of()));
			this.unwritten.remove(lease);
		}
		return any;
	}

	/** How long to wait before the next look. */
	Duration pause() {
		return this.hand.all().isEmpty() ? IDLE_TICK : TICK;
	}

	private byte[] json(Assignment assignment, Assignment.Run run) {
		Instant runAt = this.clock.instant().minusNanos(System.nanoTime() - run.startedAt());
		Map<String, Object> record = new LinkedHashMap<>();
		record.put("queue", assignment.queue());
		record.put("run_at", RubyTime.runAt(runAt));
		record.put("payload", new RawJson(assignment.payload()));
		return this.codec.json().encode(record);
	}

}
