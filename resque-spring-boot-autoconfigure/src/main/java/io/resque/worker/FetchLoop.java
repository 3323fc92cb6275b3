package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.InFlightStore.Fetch;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.redis.RedisCallException;
import io.resque.worker.lease.Lease;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Turn;

/**
 * Reserves jobs for the idle slots of a pool: while there is room, fetch; when the queues
 * are empty, wait. When the answer of a fetch may have been lost, its jobs are looked up
 * in flight and go back before the next.
 */
final class FetchLoop implements Loop.Duty {

	/** Most payload bytes that wait here; one job is always fetched. */
	private static final long BYTES = 16 * 1024 * 1024;

	/** How often to see whether it may fetch, without a call to Redis. */
	private static final Duration NOT_YET = Duration.ofMillis(50);

	/** How often to look for jobs that wait for a slot. */
	private static final Duration LOOK = Duration.ofMillis(20);

	private final Pool pool;

	private final WorkerStores stores;

	private final FetchGate gate;

	private final WakeUps wakeUps;

	private final ResqueEvents events;

	private final Consumer<List<Assignment>> hand;

	private final String fetchIdPrefix;

	private final LostFetches lost;

	private final KnownQueues known;

	private final Leftovers leftovers;

	private final UnreadableQueues unreadable;

	private long fetches;

	private boolean working;

	/**
	 * Creates the duty.
	 * @param pool the pool to fetch for
	 * @param stores queues and jobs in flight
	 * @param gate what must hold before anything is fetched
	 * @param wakeUps armed at empty queues
	 * @param events where to announce
	 * @param hand takes the fetched jobs
	 */
	FetchLoop(Pool pool, WorkerStores stores, FetchGate gate, WakeUps wakeUps, ResqueEvents events,
			Consumer<List<Assignment>> hand) {
		this.pool = pool;
		this.stores = stores;
		this.gate = gate;
		this.wakeUps = wakeUps;
		this.events = events;
		this.hand = hand;
		this.fetchIdPrefix = pool.seats().get(0).number() + "-";
		this.known = new KnownQueues(stores.queues());
		this.lost = new LostFetches(this.fetchIdPrefix, stores.inFlight(), gate.hand(), gate.givingBack(),
				gate.recheck());
		this.leftovers = new Leftovers(pool, gate.givingBack(), gate.hand());
		this.unreadable = new UnreadableQueues(events);
	}

	@Override
	public Turn runOnce() {
		Lease lease = this.gate.keeper().current();
		if (lease == null || !lease.held()) {
			return Turn.silent(NOT_YET);
		}
		boolean asked = returnLostJobs(lease) | this.leftovers.giveBack(lease);
		int room = mayFetch() ? this.pool.room() : 0;
		if (room <= 0) {
			return new Turn(atMost(this.pool.pollInterval()), asked);
		}
		asked |= this.pool.selector().isDynamic() && this.known.due();
		List<String> queues = this.pool.selector().select(this.known::names);
		Duration asleep = this.wakeUps.asleep(queues);
		if (asleep != null) {
			return new Turn(rest(asleep), asked);
		}
		return queues.isEmpty() ? new Turn(rest(this.wakeUps.arm(queues)), asked)
				: Turn.answered(fetch(lease, queues, room));
	}

	private boolean mayFetch() {
		return !this.gate.acknowledger().backlogged() && (this.pool.hasIdleSlot() || this.pool.waitingBytes() < BYTES);
	}

	private Duration fetch(Lease lease, List<String> queues, int room) {
		boolean suspect = this.gate.probation().reserve();
		try {
			String fetchId = this.fetchIdPrefix + (++this.fetches);
			FetchLimit limit = new FetchLimit(room, BYTES - this.pool.waitingBytes(), suspect);
			Fetch fetch = this.stores.inFlight().fetch(lease.id(), fetchId, queues, limit);
			this.unreadable.seen(fetch.unreadable(), fetch.jobs().isEmpty());
			return switch (fetch.status()) {
				case LEASE_LOST -> {
					this.gate.keeper().lose(lease);
					yield NOT_YET;
				}
				case PAUSED -> atMost(this.pool.pollInterval());
				case OK -> {
					take(lease, fetch.jobs());
					yield fetch.reached(limit) ? Duration.ZERO : rest(arm(queues, suspect));
				}
			};
		}
		catch (RedisCallException ex) {
			if (ex.outcome() == RedisCallException.Outcome.UNKNOWN) {
				this.lost.answerLost();
			}
			throw ex;
		}
		finally {
			if (suspect) {
				this.gate.probation().cancel();
			}
		}
	}

	private void take(Lease lease, List<InFlightJob> jobs) {
		if (!jobs.isEmpty()) {
			jobs.stream()
				.filter(InFlightJob::suspect)
				.forEach((suspect) -> this.gate.probation().fetched(suspect.token()));
			this.hand.accept(jobs.stream().map((job) -> new Assignment(lease, job, job.suspect())).toList());
			this.wakeUps.fetched(jobs);
			this.working = true;
		}
	}

	/** A suspect that may not come yet is looked for when it may. */
	private Duration arm(List<String> queues, boolean anySuspect) {
		Duration pause = this.wakeUps.arm(queues);
		return (anySuspect || pause.compareTo(Probation.SPAN) < 0) ? pause : Probation.SPAN;
	}

	private Duration rest(Duration pause) {
		if (this.working && this.pool.idle()) {
			this.working = false;
			this.events.announce(new WorkerEvent.QueueEmpty(this.pool.name()));
		}
		return atMost(pause);
	}

	/** What waits for a slot is not to wait until something happens. */
	private Duration atMost(Duration pause) {
		return (this.pool.anyWaiting() && pause.compareTo(LOOK) > 0) ? LOOK : this.lost.atMost(pause);
	}

	private boolean returnLostJobs(Lease lease) {
		boolean due = this.lost.due(lease);
		if (due) {
			List<Assignment> kept = this.lost.giveBack(lease);
			this.working |= !kept.isEmpty();
			this.hand.accept(kept);
		}
		return due;
	}

	/**
	 * What must hold before anything is fetched.
	 *
	 * @param keeper the lease
	 * @param acknowledger must not lag behind
	 * @param probation whether a suspect may come
	 * @param hand the jobs this process knows of
	 * @param givingBack returns what will not be performed here
	 * @param recheck how often to look for jobs whose fetch was not answered
	 */
	record FetchGate(LeaseKeeper keeper, Acknowledger acknowledger, Probation probation, JobsInHand hand,
			GivingBack givingBack, Duration recheck) {
	}

}
