package io.resque.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;

/**
 * Wakes the fetch loop of an idle pool as soon as one of its queues has a job, so that
 * empty queues are not polled. Armed only when the queues were seen empty and there is
 * room; a job that comes in between wakes at once. Queues beyond a bound are polled, and
 * so is everything that cannot be waited for.
 */
final class WakeUps implements AutoCloseable {

	/** How often to look although nothing woke. */
	private static final Duration LOOK_ANYWAY = Duration.ofMinutes(1);

	/** How long a new connection may take before the queues are polled meanwhile. */
	private static final Duration CONNECTING = Duration.ofSeconds(1);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	private final Pool pool;

	private final QueueStore queues;

	private final int most;

	private final WakeUp.Woken woken;

	private final ResqueEvents events;

	private final Map<String, WakeUp> wakeUps = new LinkedHashMap<>();

	private List<String> covered = List.of();

	private long lookedAt;

	private long foundEmpty;

	private boolean working;

	private boolean doubted;

	private boolean closed;

	/**
	 * Creates them.
	 * @param pool the pool
	 * @param queues what to wait for
	 * @param most number of queues to wait for
	 * @param woken fetches, and wakes the fetch loop
	 * @param events where to announce that waiting does not work
	 */
	WakeUps(Pool pool, QueueStore queues, int most, WakeUp.Woken woken, ResqueEvents events) {
		this.pool = pool;
		this.queues = queues;
		this.most = most;
		this.woken = woken;
		this.events = events;
	}

	/**
	 * How long these queues need not be looked at, because a job that comes to any of
	 * them wakes.
	 * @param queues the queues of the pool
	 * @param atMost makes a time between two looks shorter, where that is necessary
	 * @return the time, or null when they have to be looked at
	 */
	@Nullable Duration asleep(List<String> queues, UnaryOperator<Duration> atMost) {
		Duration next = untilNextLook(queues, atMost);
		if (next != null) {
			announceEmpty();
		}
		return next;
	}

	private synchronized @Nullable Duration untilNextLook(List<String> queues, UnaryOperator<Duration> atMost) {
		Duration left = atMost.apply(longest(LOOK_ANYWAY, this.pool.pollInterval()))
			.minusNanos(System.nanoTime() - this.lookedAt);
		boolean all = !queues.isEmpty() && queues.equals(this.covered) && !left.isNegative() && !left.isZero()
				&& this.wakeUps.keySet().containsAll(queues)
				&& this.wakeUps.values().stream().allMatch(WakeUp::isArmed);
		return all ? untilNextLook(left) : null;
	}

	/**
	 * Begins to wait for queues that were just seen empty.
	 * @param queues the queues of the pool
	 * @return how long to wait before looking at them again
	 */
	Duration arm(List<String> queues) {
		List<WakeUp> reached = reach(queues);
		boolean all = reached.size() == queues.size();
		// Without the lock: it may ask Redis, and whoever stops must not wait for that.
		for (WakeUp wakeUp : reached) {
			all &= wakeUp.arm();
		}
		announceProblem(reached);
		boolean told = announceEmpty();
		return armed(queues, all, told);
	}

	/** The wake-ups of these queues, as far as the bound goes; others are closed. */
	private synchronized List<WakeUp> reach(List<String> queues) {
		if (this.closed) {
			return List.of();
		}
		List<String> reachable = queues.subList(0, Math.min(this.most, queues.size()));
		forgetOthers(reachable);
		return reachable.stream().map((queue) -> this.wakeUps.computeIfAbsent(queue, this::wakeUp)).toList();
	}

	private synchronized Duration armed(List<String> queues, boolean all, boolean told) {
		this.covered = all ? List.copyOf(queues) : List.of();
		this.lookedAt = System.nanoTime();
		// Whoever was told may have enqueued something.
		this.foundEmpty += told ? 0 : 1;
		return all ? untilNextLook(longest(LOOK_ANYWAY, this.pool.pollInterval())) : untilNextTry();
	}

	/** How often the queues were found empty, and nobody was told of it. */
	synchronized long foundEmpty() {
		return this.foundEmpty;
	}

	/** The queues have to be looked at, whatever waits for them. */
	synchronized void lookAgain() {
		this.covered = List.of();
	}

	/**
	 * Relies on nothing that waited before: connections may have died without a word.
	 */
	synchronized void renew() {
		forgetOthers(List.of());
		this.covered = List.of();
	}

	/** Jobs were fetched: what woke for their queues did so for a reason. */
	synchronized void fetched(List<Assignment> jobs) {
		this.working |= !jobs.isEmpty();
		Set<String> fruitful = new HashSet<>();
		jobs.forEach((job) -> fruitful.add(job.queue()));
		fruitful.forEach((queue) -> {
			WakeUp wakeUp = this.wakeUps.get(queue);
			if (wakeUp != null) {
				wakeUp.fetched();
			}
		});
	}

	/** Closes the connections, for good. */
	@Override
	public synchronized void close() {
		this.closed = true;
		renew();
	}

	private WakeUp wakeUp(String queue) {
		BooleanSupplier hasJobs = () -> RedisCallException.unlessWrongType(() -> this.queues.size(queue) > 0, false);
		return new WakeUp(this.queues.waitFor(queue), hasJobs, this.pool.pollInterval(), this.pool::hasIdleSlot,
				this.woken);
	}

	private void forgetOthers(List<String> queues) {
		Set<String> kept = Set.copyOf(queues);
		this.wakeUps.entrySet().removeIf((entry) -> {
			boolean gone = !kept.contains(entry.getKey());
			if (gone) {
				entry.getValue().close();
			}
			return gone;
		});
	}

	private Duration untilNextLook(Duration longest) {
		Duration next = this.wakeUps.values().stream().anyMatch(WakeUp::isConnecting) ? shortest(CONNECTING, longest)
				: longest;
		if (!this.pool.selector().isDynamic()) {
			return next;
		}
		return shortest(next, KnownQueues.AGE);
	}

	private Duration untilNextTry() {
		return this.wakeUps.values()
			.stream()
			.filter((wakeUp) -> !wakeUp.isArmed() && !wakeUp.isConnecting())
			.map(WakeUp::rest)
			.map((rest) -> longest(rest, SHORTEST_PAUSE))
			.reduce(this.pool.pollInterval(), WakeUps::shortest);
	}

	private boolean announceEmpty() {
		synchronized (this) {
			if (!this.working || !this.pool.idle()) {
				return false;
			}
			this.working = false;
		}
		this.events.announce(new WorkerEvent.QueueEmpty(this.pool.name()));
		return true;
	}

	/**
	 * Here and not where it occurs, because listeners must not hold up the threads of the
	 * connections.
	 */
	private void announceProblem(List<WakeUp> wakeUps) {
		for (WakeUp wakeUp : wakeUps) {
			RedisCallException problem = this.doubted ? null : wakeUp.problem();
			if (problem != null && !problem.isWrongType()) {
				this.doubted = true;
				this.events.announce(new WorkerEvent.Doubtful(
						"Pool " + this.pool.name() + " cannot wait for jobs with BLMOVE and looks for them every "
								+ this.pool.pollInterval().toMillis() + " ms instead: " + problem.getMessage()));
			}
		}
	}

	private static Duration longest(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private static Duration shortest(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
