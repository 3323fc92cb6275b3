package io.resque.worker.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.LeaseStore.Stale;
import io.resque.worker.loop.Turn;

/**
 * Declares processes dead that no longer renew their lease, and has their jobs recovered.
 * Acts only while this process itself has renewed without a gap for a full lease, and
 * only on a process that it has seen stale, with the same deadline, at three looks: after
 * an outage of Redis, or when its clock jumps, the living renew before anybody judges
 * them.
 */
public final class Reaper {

	/**
	 * So many looks take longer than the living wait between two renewals, also when the
	 * clock of Redis jumps.
	 */
	private static final int LOOKS = 3;

	private final LeaseStores stores;

	private final Supplier<@Nullable Lease> lease;

	private final Recovery recovery;

	private final Duration pause;

	private Map<String, Sighting> seenStale = Map.of();

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
			return Turn.silent(this.pause);
		}
		Stale stale = this.stores.leases().stale();
		Map<String, Sighting> seen = new HashMap<>();
		stale.deadlines().forEach((process, deadline) -> {
			Sighting sighting = Sighting.after(this.seenStale.get(process), deadline);
			seen.put(process, sighting);
			if (sighting.looks() >= LOOKS && own.steady()) {
				this.stores.leases().declareDead(process, deadline, own.id());
			}
		});
		this.seenStale = seen;
		if (own.steady()) {
			recoverAll(this.stores.leases().stale().dead());
		}
		return Turn.answered(this.pause);
	}

	/** One that cannot be recovered must not keep the others from it. */
	private void recoverAll(List<String> dead) {
		RuntimeException problem = null;
		for (String process : dead) {
			try {
				this.recovery.recover(process);
			}
			catch (RuntimeException ex) {
				problem = ex;
			}
		}
		if (problem != null) {
			throw problem;
		}
	}

	/**
	 * A lease that was found run out.
	 *
	 * @param deadline its end
	 * @param looks how often it was found with this end
	 */
	private record Sighting(String deadline, int looks) {

		static Sighting after(@Nullable Sighting before, String deadline) {
			int looks = (before != null && before.deadline().equals(deadline)) ? before.looks() : 0;
			return new Sighting(deadline, looks + 1);
		}

	}

}
