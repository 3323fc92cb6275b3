package io.resque.worker.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.LeaseStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;
import io.resque.redis.WorkerStore;
import io.resque.worker.loop.Turn;

/**
 * Keeps this process alive in Redis: opens a lease, renews it four times in its span,
 * beats for Ruby, and opens a new one when it is lost. Workers start in Ruby's order: old
 * heartbeat away, heartbeat, prune, register.
 */
public final class LeaseKeeper {

	private final LeaseStore leases;

	private final WorkerStore workers;

	private final RecoveryStore recovery;

	private final Registration registration;

	private final DeadWorkerPruner pruner;

	private final Consumer<Lease> onLost;

	private final ResqueEvents events;

	private final LongSupplier nanoClock = System::nanoTime;

	private volatile @Nullable Lease opened;

	private volatile @Nullable Lease current;

	private long beatAt;

	private long prunedAt;

	private boolean hidden;

	/**
	 * Creates a keeper.
	 * @param stores leases and workers
	 * @param registration who this process is
	 * @param pruner run before the workers register
	 * @param onLost told when a lease is lost
	 * @param events where to announce
	 */
	public LeaseKeeper(LeaseStores stores, Registration registration, DeadWorkerPruner pruner, Consumer<Lease> onLost,
			ResqueEvents events) {
		this.leases = stores.leases();
		this.workers = stores.workers();
		this.recovery = stores.recovery();
		this.registration = registration;
		this.pruner = pruner;
		this.onLost = onLost;
		this.events = events;
	}

	/** The present lease, or null while there is none: nothing may be fetched then. */
	public @Nullable Lease current() {
		return unlessLost(this.current);
	}

	/** Opens, renews or replaces the lease, and beats when it is time. */
	public Turn runOnce() {
		Lease lease = unlessLost(this.opened);
		Instant now;
		if (lease == null) {
			forgetLateHeartbeats(this.opened);
			lease = new Lease(this.registration.recovery().lease(), this.nanoClock);
			// Also when the answer is lost: the next turn finds out by renewing it.
			this.opened = lease;
			now = extend(lease, (id, span) -> Optional.of(this.leases.open(id, span, record())));
		}
		else {
			now = extend(lease, this.leases::renew);
		}
		if (now == null) {
			lose(lease);
			return Turn.answered(Duration.ZERO);
		}
		if (lease == this.current) {
			beatInTime(lease, now);
		}
		else {
			introduce(lease, now);
		}
		Duration beat = this.registration.recovery().heartbeatInterval();
		Duration renewal = lease.renewalInterval();
		return Turn.answered((renewal.compareTo(beat) < 0) ? renewal : beat);
	}

	/** Whoever has buried the former life could not know of those that came after. */
	private void forgetLateHeartbeats(@Nullable Lease former) {
		if (former != null) {
			show(() -> this.workers.forgetHeartbeats(workerIds(former)));
		}
	}

	/** Null when Redis does not know the lease (any more). */
	private @Nullable Instant extend(Lease lease, BiFunction<String, Duration, Optional<Instant>> call) {
		long sentAt = this.nanoClock.getAsLong();
		try {
			Optional<Instant> now = call.apply(lease.id(), lease.span());
			now.ifPresent((time) -> lease.renewed(sentAt, time));
			return now.orElse(null);
		}
		catch (RedisCallException ex) {
			lease.missed();
			throw ex;
		}
	}

	private static @Nullable Lease unlessLost(@Nullable Lease lease) {
		return (lease != null && !lease.lost()) ? lease : null;
	}

	/** Notes that Redis no longer takes this lease for valid. */
	public void lose(Lease lease) {
		if (lease.lose() && lease == this.current) {
			this.onLost.accept(lease);
		}
	}

	/** Ids of the workers in the given life of this process. */
	public List<String> workerIds(Lease lease) {
		return this.registration.seats().stream().map((seat) -> workerId(lease, seat)).toList();
	}

	/** Id of one worker in the given life of this process. */
	public String workerId(Lease lease, Seat seat) {
		return WorkerId.of(this.registration.identity(), lease, seat);
	}

	/**
	 * Unregisters the workers and ends the lease; false when jobs of it are still in
	 * flight.
	 */
	public boolean close() {
		Lease lease = unlessLost(this.opened);
		if (lease == null) {
			forgetLateHeartbeats(this.opened);
			return true;
		}
		boolean introduced = lease == this.current;
		if (!introduced && !lease.held()) {
			return true;
		}
		this.workers.unregister(workerIds(lease));
		boolean closed = this.leases.close(lease.id());
		if (closed) {
			lease.lose();
		}
		return closed;
	}

	/**
	 * Leaves the lease to run out: jobs of it are still in flight, and not ours any more.
	 */
	public void giveUp() {
		Lease lease = this.opened;
		if (lease != null) {
			lease.lose();
		}
	}

	private void introduce(Lease lease, Instant now) {
		List<String> ids = workerIds(lease);
		show(() -> this.workers.forgetHeartbeats(ids));
		beat(lease, now);
		prune(lease);
		show(() -> this.workers.register(lease.id(), ids, RubyTime.started(now)));
		this.events.announce(new WorkerEvent.Started(lease.id(), ids));
		this.current = lease;
	}

	/**
	 * What other programs read of us: a key that one of them has spoiled, or a Redis that
	 * is full and refuses the record of who empties it, does not keep us from working.
	 */
	private void show(Runnable step) {
		try {
			step.run();
		}
		catch (RedisCallException ex) {
			if (ex.outcome() != RedisCallException.Outcome.REFUSED) {
				throw ex;
			}
			if (!this.hidden) {
				this.events.announce(new WorkerEvent.Doubtful("Workers are not shown as they should be: Redis refused "
						+ "to register them or to prune the dead. Jobs are performed all the same. "
						+ ex.getMessage()));
			}
			this.hidden = true;
		}
	}

	private Map<String, String> record() {
		Map<String, String> record = new LinkedHashMap<>();
		record.put("host", this.registration.identity().host());
		record.put("pid", Long.toString(this.registration.identity().pid()));
		record.put("slots", Integer.toString(this.registration.seats().size()));
		return record;
	}

	private void beatInTime(Lease lease, Instant now) {
		if (this.nanoClock.getAsLong() - this.beatAt >= this.registration.recovery().heartbeatInterval().toNanos()) {
			beat(lease, now);
			show(() -> this.workers.register(lease.id(), workerIds(lease), RubyTime.started(now)));
		}
		if (this.nanoClock.getAsLong() - this.prunedAt >= this.registration.recovery().pruneAfter().toNanos()) {
			prune(lease);
		}
	}

	private void prune(Lease lease) {
		this.prunedAt = this.nanoClock.getAsLong();
		show(() -> {
			this.pruner.prune(lease, workerIds(lease).get(0));
			this.recovery.forgetOldSuspects();
		});
	}

	private void beat(Lease lease, Instant now) {
		Map<String, String> beats = new LinkedHashMap<>();
		workerIds(lease).forEach((id) -> beats.put(id, RubyTime.heartbeat(now)));
		show(() -> this.workers.beat(beats));
		this.beatAt = this.nanoClock.getAsLong();
	}

}
