package io.resque.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.resque.JobCodec;
import io.resque.event.JobEvent;
import io.resque.event.ResqueEvent;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.json.RawJson;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.Finish;
import io.resque.redis.InFlightStore.FinishedJob;
import io.resque.redis.InFlightStore.WorkingRecord;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;
import io.resque.worker.lease.Lease;
import io.resque.worker.loop.Turn;

/**
 * Tells Redis what became of jobs, many in one call and in order, and what the longer
 * ones are: whoever works for more than 50 ms gets a worker record. One thread does both,
 * so that a record never outlives its job. What Redis does not take is kept and tried
 * again; an acknowledgement repeated counts once.
 */
final class Acknowledger {

	/** Most acknowledgements that wait before no more jobs are fetched. */
	private static final int BACKLOG = 1000;

	private static final int BATCH = 200;

	/** Most bytes of failed entries in one call; one is always sent. */
	private static final long BATCH_BYTES = 16 * 1024 * 1024;

	private static final Duration TICK = Duration.ofMillis(50);

	private static final Duration UNRECORDED_PAUSE = Duration.ofSeconds(1);

	private final InFlightStore inFlight;

	private final JobsInHand hand;

	private final JobCodec codec;

	private final Clock clock;

	private final ResqueEvents events;

	private final Runnable wake;

	private final Deque<Pending> pending = new ArrayDeque<>();

	private final Map<Lease, List<WorkingRecord>> unwritten = new LinkedHashMap<>();

	private boolean unrecorded;

	/** How many of the next acknowledgements Redis may have taken already. */
	private int uncertain;

	Acknowledger(InFlightStore inFlight, JobsInHand hand, JobCodec codec, Clock clock, ResqueEvents events,
			Runnable wake) {
		this.inFlight = inFlight;
		this.hand = hand;
		this.codec = codec;
		this.clock = clock;
		this.events = events;
		this.wake = wake;
	}

	/** Takes an outcome; the event is announced when Redis has taken it, too. */
	synchronized void acknowledge(Assignment assignment, FinishedJob finished, ResqueEvent event) {
		this.pending.add(new Pending(assignment, finished, event));
		this.hand.changed();
		this.wake.run();
	}

	/** Forgets a job that belongs to somebody else. */
	void drop(Assignment assignment) {
		this.hand.remove(assignment.token());
	}

	/** Whether so many acknowledgements wait that nothing more should be fetched. */
	synchronized boolean backlogged() {
		return this.pending.size() > BACKLOG;
	}

	synchronized boolean isEmpty() {
		return this.pending.isEmpty();
	}

	/** Acknowledges what has ended and records what still runs. */
	Turn runOnce() {
		List<Pending> batch = nextBatch();
		if (!batch.isEmpty()) {
			settle(batch, finish(batch));
		}
		boolean recorded = recordLongRuns();
		Duration pause = isEmpty() ? TICK : Duration.ZERO;
		return new Turn(this.unrecorded ? UNRECORDED_PAUSE : pause, recorded || !batch.isEmpty());
	}

	private List<Finish> finish(List<Pending> batch) {
		try {
			return this.inFlight.finish(batch.get(0).lease().id(), batch.stream().map(Pending::finished).toList());
		}
		catch (RedisCallException ex) {
			if (ex.outcome() == RedisCallException.Outcome.UNKNOWN) {
				this.uncertain = Math.max(this.uncertain, batch.size());
			}
			throw ex;
		}
	}

	private synchronized List<Pending> nextBatch() {
		List<Pending> batch = new ArrayList<>();
		long bytes = 0;
		for (Pending next : this.pending) {
			bytes += next.size();
			if (batch.size() == BATCH
					|| (!batch.isEmpty() && (bytes > BATCH_BYTES || next.lease() != batch.get(0).lease()))) {
				break;
			}
			batch.add(next);
		}
		return batch;
	}

	private void settle(List<Pending> batch, List<Finish> results) {
		List<ResqueEvent> announcements = new ArrayList<>();
		synchronized (this) {
			boolean before = this.unrecorded;
			this.unrecorded = false;
			for (int i = 0; i < batch.size(); i++) {
				Pending settled = this.pending.remove();
				switch (results.get(i)) {
					case ACKNOWLEDGED -> announcements.add(settled.event());
					case NOT_OWNED -> announcements
						.add((i < this.uncertain && !settled.lease().lost()) ? settled.event() : settled.late());
					case NOT_RECORDED -> {
						this.pending.add(settled);
						this.unrecorded = true;
					}
				}
				if (results.get(i) != Finish.NOT_RECORDED) {
					this.hand.remove(settled.assignment().token());
				}
			}
			this.uncertain = Math.max(0, this.uncertain - batch.size());
			if (this.unrecorded && !before) {
				announcements.add(new WorkerEvent.QueueUnreadable(
						"failures cannot be recorded, the key of the failed list is no list; they are kept and tried again"));
			}
		}
		announcements.forEach(this.events::announce);
	}

	private boolean recordLongRuns() {
		long startedBefore = System.nanoTime() - TICK.toNanos();
		for (Assignment assignment : this.hand.all()) {
			Assignment.Run run = assignment.run();
			if (run != null && run.claimRecord(startedBefore)) {
				this.unwritten.computeIfAbsent(assignment.lease(), (lease) -> new ArrayList<>())
					.add(new WorkingRecord(assignment.token(), run.workerId(), record(assignment, run)));
			}
		}
		boolean any = !this.unwritten.isEmpty();
		while (!this.unwritten.isEmpty()) {
			Lease lease = this.unwritten.keySet().iterator().next();
			this.inFlight.recordWorking(lease.id(), this.unwritten.getOrDefault(lease, List.of()));
			this.unwritten.remove(lease);
		}
		return any;
	}

	private byte[] record(Assignment assignment, Assignment.Run run) {
		Instant runAt = this.clock.instant().minusNanos(System.nanoTime() - run.startedAt());
		Map<String, Object> record = new LinkedHashMap<>();
		record.put("queue", assignment.queue());
		record.put("run_at", RubyTime.runAt(runAt));
		record.put("payload", new RawJson(assignment.payload()));
		return this.codec.json().encode(record);
	}

	private record Pending(Assignment assignment, FinishedJob finished, ResqueEvent event) {

		Lease lease() {
			return this.assignment.lease();
		}

		long size() {
			byte[] entry = this.finished.entry();
			return (entry != null) ? entry.length : 0;
		}

		ResqueEvent late() {
			Assignment.Run run = this.assignment.run();
			String job = (run != null) ? run.job().toString() : "an undecodable payload";
			return new JobEvent.LateResult(this.assignment.queue(), job, this.finished.workerId(),
					this.assignment.token());
		}

	}

}
