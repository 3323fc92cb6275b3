package io.resque.worker.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.LeaseStore.Stale;
import io.resque.worker.loop.Turn;

/**
 * Declares processes dead that no longer renew their lease, and has their jobs recovered.
 * Looks when the next lease would run out: the living have renewed until then. Judges
 * only while this process itself has renewed without a gap for a full lease, and only
 * whom it has seen stale, with the same deadline, for longer than the living wait between
 * two renewals: after an outage of Redis, or when its clock jumps, they renew before
 * anybody judges them.
 */
public final class Reaper {

	/**
	 * Between two looks while something waits that cannot be done yet. Nobody whose
	 * renewal failed waits longer before the next attempt.
	 */
	private static final Duration AGAIN = Duration.ofSeconds(1);

	private static final Duration MARGIN = Duration.ofMillis(100);

	private final LeaseStores stores;

	private final Supplier<@Nullable Lease> lease;

	private final Recovery recovery;

	/** Differs between processes: one of many survivors does the work. */
	private final Duration margin = MARGIN.plusMillis(ThreadLocalRandom.current().nextLong(MARGIN.toMillis()));

	private Map<String, Sighting> seenStale = Map.of();

	/**
	 * Creates a reaper.
	 * @param stores leases
	 * @param lease the present lease of this process
	 * @param recovery recovers the jobs of the dead
	 */
	public Reaper(LeaseStores stores, Supplier<@Nullable Lease> lease, Recovery recovery) {
		this.stores = stores;
		this.lease = lease;
		this.recovery = recovery;
	}

	/** Looks once. */
	public Turn runOnce() {
		Lease own = this.lease.get();
		if (own == null || !own.held()) {
			this.seenStale = Map.of();
			return Turn.silent(AGAIN);
		}
		Stale stale = this.stores.leases().stale(own.id(), own.span());
		note(stale.deadlines(), own.nanoTime());
		boolean waiting = !stale.dead().isEmpty() || !this.seenStale.isEmpty();
		Duration next = stale.next();
		if (own.steady()) {
			List<String> dead = new ArrayList<>(stale.dead());
			dead.addAll(judge(own));
			recoverAll(dead);
			waiting = !dead.isEmpty();
			next = shorter(next, untilNextJudgement(own));
		}
		return Turn.answered(waiting ? shorter(next, AGAIN) : next);
	}

	private void note(Map<String, String> deadlines, long now) {
		Map<String, Sighting> seen = new HashMap<>();
		deadlines.forEach((process, deadline) -> {
			Sighting before = this.seenStale.get(process);
			boolean same = before != null && before.deadline().equals(deadline);
			seen.put(process, same ? before : new Sighting(deadline, now));
		});
		this.seenStale = seen;
	}

	/** Declares dead who is due, and answers them. */
	private List<String> judge(Lease own) {
		List<String> dead = new ArrayList<>();
		Map.copyOf(this.seenStale).forEach((process, sighting) -> {
			if (own.renewedSince(sighting.since()) && untilJudgement(sighting, own).isNegative()) {
				this.seenStale.remove(process);
				if (this.stores.leases().declareDead(process, sighting.deadline(), own.id())) {
					dead.add(process);
				}
			}
		});
		return dead;
	}

	private Duration untilJudgement(Sighting sighting, Lease own) {
		Duration longest = own.renewalInterval();
		Duration patience = ((longest.compareTo(AGAIN) < 0) ? AGAIN : longest).plus(this.margin);
		return patience.minusNanos(own.nanoTime() - sighting.since());
	}

	private Duration untilNextJudgement(Lease own) {
		Duration next = own.span();
		for (Sighting sighting : this.seenStale.values()) {
			Duration left = untilJudgement(sighting, own);
			next = shorter(next, (left.compareTo(MARGIN) < 0) ? MARGIN : left);
		}
		return next;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
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
	 * @param since when it was first found with this end, by the clock of this machine
	 */
	private record Sighting(String deadline, long since) {
	}

}
