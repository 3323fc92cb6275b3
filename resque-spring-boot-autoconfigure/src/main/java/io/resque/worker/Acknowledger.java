package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvent;
import io.resque.event.ResqueEvents;
import io.resque.redis.FinishedJob;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.Finish;
import io.resque.redis.RedisCallException;
import io.resque.worker.loop.Turn;

/**
 * Tells Redis what became of jobs, many in one call and in order, and what the longer
 * ones are: whoever works for more than 50 ms gets a worker record. One thread does both,
 * so that a record never outlives its job. What Redis does not take is kept and tried
 * again; an acknowledgement repeated counts once.
 */
final class Acknowledger {

	/** Most acknowledgements that wait before no more jobs are fetched. */
	private static final int BACKLOG = 2000;

	private static final int BATCH = 500;

	/** Most bytes of failed entries in one call; one is always sent. */
	private static final long BATCH_BYTES = 16 * 1024 * 1024;

	private static final Duration UNRECORDED_PAUSE = Duration.ofSeconds(1);

	private final InFlightStore inFlight;

	private final JobsInHand hand;

	private final LongRuns longRuns;

	private final ResqueEvents events;

	private final Runnable wake;

	private final Runnable caughtUp;

	private final Queue<Acknowledgement> pending = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile boolean fetchHeldUp;

	private @Nullable Acknowledgement unrecorded;

	/** How many of the next acknowledgements Redis may have taken already. */
	private int uncertain;

	/**
	 * Creates the duty.
	 * @param inFlight jobs in flight
	 * @param hand the jobs of this process
	 * @param longRuns writes the worker records
	 * @param events where to announce
	 * @param wake called when there is something to acknowledge
	 * @param caughtUp called when the backlog has gone
	 */
	Acknowledger(InFlightStore inFlight, JobsInHand hand, LongRuns longRuns, ResqueEvents events, Runnable wake,
			Runnable caughtUp) {
		this.inFlight = inFlight;
		this.hand = hand;
		this.longRuns = longRuns;
		this.events = events;
		this.wake = wake;
		this.caughtUp = caughtUp;
	}

	/**
	 * Ends the run and takes its outcome; the event is announced when Redis has taken it,
	 * too. In this order: who sees that no job runs must see what is left to acknowledge.
	 */
	void acknowledge(Assignment assignment, FinishedJob finished, ResqueEvent event) {
		this.waiting.incrementAndGet();
		Assignment.Run run = assignment.run();
		boolean recorded = run != null && run.end();
		this.pending.add(new Acknowledgement(assignment, recorded ? finished.withRecord() : finished, event));
		this.hand.changed();
		this.wake.run();
	}

	/** Ends a run that has no outcome. */
	void unfinished(Assignment.Run run) {
		run.end();
		this.hand.changed();
	}

	/** Forgets a job that belongs to somebody else. */
	void drop(Assignment assignment) {
		this.hand.remove(assignment.token());
	}

	/**
	 * Whether so many acknowledgements wait that nothing more should be fetched; whoever
	 * asks is called when that has passed.
	 */
	boolean backlogged() {
		if (this.waiting.get() <= BACKLOG) {
			return false;
		}
		this.fetchHeldUp = true;
		return this.waiting.get() > BACKLOG;
	}

	boolean isEmpty() {
		return this.waiting.get() == 0;
	}

	/** Acknowledges what has ended and records what still runs. */
	Turn runOnce() {
		List<Acknowledgement> batch = nextBatch();
		if (!batch.isEmpty()) {
			settle(batch, finish(batch));
			if (this.fetchHeldUp && this.waiting.get() <= BACKLOG) {
				this.fetchHeldUp = false;
				this.caughtUp.run();
			}
		}
		boolean recorded = this.longRuns.record();
		Duration pause = isEmpty() ? this.longRuns.pause() : Duration.ZERO;
		return new Turn((this.unrecorded != null) ? UNRECORDED_PAUSE : pause, recorded || !batch.isEmpty());
	}

	private List<Finish> finish(List<Acknowledgement> batch) {
		try {
			return this.inFlight.finish(batch.get(0).lease().id(),
					batch.stream().map(Acknowledgement::finished).toList());
		}
		catch (RedisCallException ex) {
			if (ex.outcome() == RedisCallException.Outcome.UNKNOWN) {
				this.uncertain = Math.max(this.uncertain, batch.size());
			}
			throw ex;
		}
	}

	private List<Acknowledgement> nextBatch() {
		List<Acknowledgement> batch = new ArrayList<>();
		long bytes = 0;
		for (Acknowledgement next : this.pending) {
			bytes += next.size();
			if (batch.size() == BATCH
					|| (!batch.isEmpty() && (bytes > BATCH_BYTES || next.lease() != batch.get(0).lease()))) {
				break;
			}
			batch.add(next);
		}
		return batch;
	}

	private void settle(List<Acknowledgement> batch, List<Finish> results) {
		Acknowledgement before = this.unrecorded;
		this.unrecorded = null;
		List<ResqueEvent> announcements = new ArrayList<>(batch.size());
		for (int i = 0; i < batch.size(); i++) {
			Acknowledgement settled = this.pending.remove();
			if (results.get(i) == Finish.NOT_RECORDED) {
				this.pending.add(settled);
				this.unrecorded = settled;
			}
			else {
				this.waiting.decrementAndGet();
				if (settled.isOfTheJob()) {
					this.hand.remove(settled.assignment().token());
				}
				settled.addAnnouncement(results.get(i), i < this.uncertain, announcements);
			}
		}
		this.uncertain = Math.max(0, this.uncertain - batch.size());
		if (this.unrecorded != null && before == null) {
			announcements.add(this.unrecorded.notRecorded());
		}
		announcements.forEach(this.events::announce);
	}

}
