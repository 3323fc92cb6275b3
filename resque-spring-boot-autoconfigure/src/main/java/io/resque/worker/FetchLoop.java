package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.resque.event.ResqueEvents;
import io.resque.redis.InFlightStore.Fetch;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.redis.QueueWait;
import io.resque.worker.lease.Lease;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Turn;

/**
 * Reserves jobs for the idle slots of a pool: while there is room, fetch; when the queues
 * are empty, wait. What ends the wait fetches by itself, so a job for an idle pool starts
 * without this loop. When the answer of a fetch may have been lost, its jobs are looked
 * up in flight and go back before the next.
 */
final class FetchLoop implements Loop.Duty {

	/** Most payload bytes that wait here; one job is always fetched. */
	private static final long BYTES = 16 * 1024 * 1024;

	/** How often to see whether it may fetch, without a call to Redis. */
	static final Duration NOT_YET = Duration.ofMillis(50);

	/** How often to look for jobs that wait for a slot. */
	private static final Duration LOOK = Duration.ofMillis(20);

	private final Pool pool;

	private final WorkerStores stores;

	private final FetchGate gate;

	private final WakeUps wakeUps;

	private final String fetchIdPrefix;

	private final LostFetches lost;

	private final KnownQueues known;

	private final Leftovers leftovers;

	private final SkippedQueues skipped;

	private List<String> queues = List.of();

	private long fetches;

	private volatile boolean quiet;

	/**
	 * Creates the duty.
	 * @param pool the pool to fetch for
	 * @param stores queues and jobs in flight
	 * @param gate what must hold before anything is fetched
	 * @param wakeUps armed at empty queues
	 * @param events where to announce
	 */
	FetchLoop(Pool pool, WorkerStores stores, FetchGate gate, WakeUps wakeUps, ResqueEvents events) {
		this.pool = pool;
		this.stores = stores;
		this.gate = gate;
		this.wakeUps = wakeUps;
		this.fetchIdPrefix = pool.seats().get(0).number() + "-";
		this.known = new KnownQueues(stores.queues());
		this.lost = new LostFetches(this.fetchIdPrefix, stores.inFlight(), gate.hand(), gate.givingBack(),
				gate.recheck());
		this.leftovers = new Leftovers(pool, gate.givingBack(), gate.hand());
		this.skipped = new SkippedQueues(pool.name(), events);
	}

	@Override
	public Turn runOnce() {
		Lease lease = this.gate.keeper().current();
		if (lease == null || !lease.held()) {
			return Turn.silent(NOT_YET);
		}
		boolean asked = this.lost.due(lease);
		if (asked) {
			hand(this.lost.giveBack(lease));
		}
		asked |= this.leftovers.giveBack(lease);
		int room = mayFetch() ? this.pool.room() : 0;
		if (room <= 0) {
			return new Turn(atMost(this.pool.pollInterval()), asked);
		}
		asked |= this.pool.selector().isDynamic() && this.known.due();
		this.queues = this.pool.selector().select(this.known::names);
		Duration asleep = this.wakeUps.asleep(this.skipped.others(this.queues), this.skipped::atMost);
		if (asleep != null) {
			return new Turn(atMost(asleep), asked);
		}
		return this.queues.isEmpty() ? new Turn(atMost(this.wakeUps.arm(this.queues)), asked)
				: Turn.answered(fetch(lease, room));
	}

	/**
	 * Fetches in the thread that is told of a job, without a suspect. What is not plain
	 * is left to the loop, which has to be woken afterwards.
	 * @param connection the connection that has just waited for the job
	 * @return whether to wait on: nothing more was there to fetch, and there is room
	 */
	CompletionStage<Boolean> fetchAtOnce(QueueWait connection) {
		Lease lease = this.gate.keeper().current();
		boolean plain = lease != null && lease.held() && this.lost.none(lease)
				&& !(this.pool.selector().isDynamic() && this.known.due());
		int room = (plain && mayFetch()) ? this.pool.room() : 0;
		if (lease == null || room <= 0) {
			return CompletableFuture.completedFuture(false);
		}
		FetchLimit limit = limit(room, false);
		return this.stores.inFlight()
			.fetch(connection, lease.id(), nextFetchId(), this.queues, limit)
			.handle((fetch, failure) -> {
				if (fetch == null) {
					this.lost.failed(failure);
					return false;
				}
				take(lease, fetch.jobs());
				return fetch.status() == Fetch.Status.OK && !fetch.reached(limit) && fetch.unreadable().isEmpty()
						&& this.skipped.knows(fetch.paused()) && this.pool.hasIdleSlot();
			});
	}

	/** What is fetched from now on is not started. */
	void quiet() {
		this.quiet = true;
	}

	private FetchLimit limit(int room, boolean suspect) {
		return new FetchLimit(room, BYTES - this.pool.waitingBytes(), suspect);
	}

	private String nextFetchId() {
		return this.fetchIdPrefix + (++this.fetches);
	}

	private boolean mayFetch() {
		return !this.quiet && this.gate.open() && (this.pool.hasIdleSlot() || this.pool.waitingBytes() < BYTES);
	}

	private Duration fetch(Lease lease, int room) {
		boolean suspect = this.gate.probation().reserve();
		try {
			FetchLimit limit = limit(room, suspect);
			Fetch fetch = this.stores.inFlight().fetch(lease.id(), nextFetchId(), this.queues, limit);
			return switch (fetch.status()) {
				case LEASE_LOST -> {
					this.gate.keeper().lose(lease);
					yield NOT_YET;
				}
				case PAUSED -> atMost(this.pool.pollInterval());
				case OK -> {
					take(lease, fetch.jobs());
					this.skipped.seen(fetch, limit, this.queues);
					yield fetch.reached(limit) ? Duration.ZERO : atMost(arm(suspect));
				}
			};
		}
		catch (RuntimeException | Error ex) {
			this.lost.failed(ex);
			throw ex;
		}
		finally {
			if (suspect) {
				this.gate.probation().cancel();
			}
		}
	}

	private void take(Lease lease, List<InFlightJob> jobs) {
		jobs.stream().filter(InFlightJob::suspect).forEach((suspect) -> this.gate.probation().fetched(suspect.token()));
		hand(jobs.stream().map((job) -> new Assignment(lease, job, job.suspect())).toList());
	}

	/** An answer that comes after the last call is given back with the rest. */
	private void hand(List<Assignment> jobs) {
		jobs.forEach(this.gate.hand()::add);
		if (!this.quiet) {
			this.pool.offer(jobs);
		}
		this.wakeUps.fetched(jobs);
	}

	/** A suspect that may not come yet is looked for when it may. */
	private Duration arm(boolean anySuspect) {
		Duration pause = this.skipped.atMost(this.wakeUps.arm(this.skipped.others(this.queues)));
		return (anySuspect || pause.compareTo(Probation.SPAN) < 0) ? pause : Probation.SPAN;
	}

	/** What waits for a slot is not to wait until something happens. */
	private Duration atMost(Duration pause) {
		return (this.pool.anyWaiting() && pause.compareTo(LOOK) > 0) ? LOOK : this.lost.atMost(pause);
	}

}
