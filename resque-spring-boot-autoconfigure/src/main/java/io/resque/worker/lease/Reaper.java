package io.resque.worker.lease;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.LeaseStore.Stale;
import io.resque.worker.loop.Turn;

/**
 * Declares processes dead that no longer renew their lease, and has their jobs recovered.
 * Acts only while this process itself has renewed without a gap for a full lease, and
 * only on a process that it has seen stale, with the same deadline, at two looks: after
 * an outage of Redis the living have renewed before anybody judges them.
 */
public final class Reaper {

	private final LeaseStores stores;

	private final Supplier<@Nullable Lease> lease;

	private final Recovery recovery;

	private final Duration pause;

	private Map<String, String> seenStale = Map.of();

	/**
	 * Creates a reaper.
	 * @param stores leases
	 * @param lease the present lease of this process
	 * @param recovery recovers the jobs of the dead
	 * @param pause time between two looks
	 */
	public Reaper(LeaseStores stores, Supplier<@Nullable Lease> lease, Recovery recovery, Duration pause) {
		this.stores = stores;
		this.lease = lease;
		this.recovery = recovery;
		this.pause = pause;
	}

	/** Looks once. */
	public Turn runOnce() {
		Lease own = this.lease.get();
		if (own == null || !own.held()) {
			this.seenStale = Map.of();
			return Turn.answered(this.pause);
		}
		Stale stale = this.stores.leases().stale();
		stale.deadlines().forEach((process, deadline) -> {
			if (deadline.equals(this.seenStale.get(process)) && own.steady()) {
				this.stores.leases().declareDead(process, deadline, own.id());
			}
		});
		this.seenStale = stale.deadlines();
		if (own.steady()) {
			this.stores.leases().stale().dead().forEach(this.recovery::recover);
		}
		return Turn.answered(this.pause);
	}

}
