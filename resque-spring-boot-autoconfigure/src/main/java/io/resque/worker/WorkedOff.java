package io.resque.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;

import io.resque.redis.LeaseStore;
import io.resque.worker.lease.Lease;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.loop.Loop;

/**
 * Finds out whether a worker process has nothing more to do: no job is in hand, and then
 * every pool has looked and found its queues empty. In this order, because the last job
 * may have enqueued another one, for whichever pool. Nor does a job wait to be recovered:
 * nobody else might do that after the end of this process.
 */
final class WorkedOff {

	private static final long NEVER = -1;

	private final JobsInHand hand;

	private final LeaseKeeper keeper;

	private final Collection<Fetching> pools;

	private final WorkerStores stores;

	private final BooleanSupplier locallyPaused;

	private volatile boolean acknowledging;

	/** How many jobs had come when none was in hand, and when that was seen. */
	private long come = NEVER;

	private long since;

	/**
	 * Creates it.
	 * @param hand the jobs of the process
	 * @param keeper its lease
	 * @param pools what fetches for its pools
	 * @param stores Redis, which has the last word
	 * @param locallyPaused whether this process takes no more jobs
	 */
	WorkedOff(JobsInHand hand, LeaseKeeper keeper, Collection<Fetching> pools, WorkerStores stores,
			BooleanSupplier locallyPaused) {
		this.hand = hand;
		this.keeper = keeper;
		this.pools = pools;
		this.stores = stores;
		this.locallyPaused = locallyPaused;
	}

	/**
	 * Notes when jobs are acknowledged: listeners are told after a job has left the hand,
	 * and may enqueue, too.
	 */
	Loop.Duty watching(Loop.Duty acknowledge) {
		return () -> {
			this.acknowledging = true;
			try {
				return acknowledge.runOnce();
			}
			finally {
				this.acknowledging = false;
			}
		};
	}

	/**
	 * Whether it is so. If not, the pools look again, so that asking repeatedly gets
	 * there.
	 * @throws io.resque.redis.RedisCallException when Redis does not answer
	 */
	synchronized boolean holds() {
		Lease lease = this.keeper.current();
		long added = this.hand.added();
		if (lease == null || !this.hand.all().isEmpty() || this.acknowledging) {
			this.come = NEVER;
			return false;
		}
		if (added != this.come) {
			this.come = added;
			this.since = System.nanoTime();
		}
		boolean empty = true;
		for (Fetching pool : this.pools) {
			empty &= pool.foundEmptySince(this.since);
		}
		return (empty || paused()) && nothingInFlight(lease) && nobodyToRecover(lease) && added == this.hand.added();
	}

	/** For all, as {@code fetch.lua} reads it, or here. */
	private boolean paused() {
		if (this.locallyPaused.getAsBoolean()) {
			return true;
		}
		String pause = this.stores.server().pauseAllWorkers();
		return pause != null && pause.strip().equalsIgnoreCase("true");
	}

	/**
	 * The jobs of a process that died come back to their queues. Asked after the pools
	 * have looked, and what it finds has them look once more afterwards.
	 */
	private boolean nobodyToRecover(Lease lease) {
		LeaseStore.Stale stale = this.stores.leases().stale(lease.id(), Duration.ZERO);
		boolean nobody = stale.deadlines().isEmpty() && stale.dead().isEmpty();
		if (!nobody) {
			this.come = NEVER;
		}
		return nobody;
	}

	/**
	 * A fetch that was given up may have been carried out later: who looks again finds
	 * its jobs.
	 */
	private boolean nothingInFlight(Lease lease) {
		boolean nothing = this.stores.inFlight().tokens(lease.id()).isEmpty();
		if (!nothing) {
			this.come = NEVER;
		}
		return nothing;
	}

}
