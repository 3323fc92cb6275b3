package io.resque.worker;

import java.time.Duration;
import java.util.Set;

import io.resque.redis.QueueStore;

/**
 * The names of all queues as they were within the last second: so a pattern costs a fetch
 * nothing, and a queue that is new is found within that time.
 */
final class KnownQueues {

	/** How old the names may be. */
	static final Duration AGE = Duration.ofSeconds(1);

	private final QueueStore store;

	private Set<String> names = Set.of();

	private long readAt = System.nanoTime() - AGE.toNanos();

	KnownQueues(QueueStore store) {
		this.store = store;
	}

	/** Whether {@link #names()} will ask Redis. */
	boolean due() {
		return System.nanoTime() - this.readAt >= AGE.toNanos();
	}

	/** The names. */
	Set<String> names() {
		if (due()) {
			this.names = this.store.names();
			this.readAt = System.nanoTime();
		}
		return this.names;
	}

}
