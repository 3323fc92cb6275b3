package io.resque.worker.loop;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.RedisCallException;

/**
 * Whether Redis works, as the loops of this process find. Announces each change once,
 * however many loops retry; without a lock, so that a slow listener holds up one loop
 * only.
 */
public final class Outage {

	private final ResqueEvents events;

	private final Runnable over;

	private final Set<String> failing = new HashSet<>();

	private long since;

	/**
	 * Creates it.
	 * @param events where to announce
	 * @param over called after each outage
	 */
	public Outage(ResqueEvents events, Runnable over) {
		this.events = events;
		this.over = over;
	}

	/** An activity failed because of Redis. */
	public void fails(String activity, Exception problem) {
		synchronized (this) {
			boolean first = this.failing.isEmpty();
			this.failing.add(activity);
			if (!first) {
				return;
			}
			this.since = System.nanoTime();
		}
		this.events.announce(new WorkerEvent.RedisLost(activity, String.valueOf(problem.getMessage())));
	}

	/**
	 * Does something that asks Redis.
	 * @param activity what it is
	 * @param question the question
	 * @return the answer; false when Redis does not work
	 */
	public boolean unlessFailing(String activity, BooleanSupplier question) {
		try {
			boolean answer = question.getAsBoolean();
			works(activity);
			return answer;
		}
		catch (RedisCallException ex) {
			fails(activity, ex);
			return false;
		}
	}

	/** An activity works. */
	public void works(String activity) {
		Duration gone;
		synchronized (this) {
			if (!this.failing.remove(activity) || !this.failing.isEmpty()) {
				return;
			}
			gone = Duration.ofNanos(System.nanoTime() - this.since);
		}
		this.over.run();
		this.events.announce(new WorkerEvent.RedisBack(gone));
	}

}
