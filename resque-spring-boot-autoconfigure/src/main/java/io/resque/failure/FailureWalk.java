package io.resque.failure;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.redis.FailedEntry;
import io.resque.redis.FailureStore;
import io.resque.redis.FailureStore.Stretch;
import io.resque.redis.RedisCallException;

/**
 * Goes through the entries of lists in chunks, newest first. Each list is read down from
 * the length that it had at the beginning, so that jobs that fail meanwhile do not keep
 * it going.
 */
final class FailureWalk {

	private static final int CHUNK = FailureStore.BATCH;

	private static final long CHUNK_BYTES = 2L << 20;

	private static final Comparator<String> ORDER = Comparator
		.comparing((String name) -> !name.equals(FailedEntry.FAILED))
		.thenComparing(Comparator.naturalOrder());

	private final FailureStore stores;

	private final Deque<Rest> rests = new ArrayDeque<>();

	private final long of;

	private final long before;

	private long searched;

	private long bytes;

	/**
	 * Begins or goes on.
	 * @param stores the lists
	 * @param counts those to go through, with their lengths, in their order
	 * @param from where to go on; null to begin
	 */
	FailureWalk(FailureStore stores, Map<String, Long> counts, @Nullable FailureCursor from) {
		this.stores = stores;
		this.before = (from != null) ? from.searched() : 0;
		this.of = counts.values().stream().mapToLong((count) -> Math.max(0, count)).sum();
		counts.forEach((name, count) -> {
			int order = (from != null) ? ORDER.compare(name, from.failureQueue()) : 1;
			if (order >= 0) {
				this.rests.add(new Rest(name, (order == 0 && from != null) ? Math.min(count, from.index()) : count));
			}
		});
	}

	/** The next chunk, or null at the end. */
	@Nullable Chunk next() {
		for (Rest rest = this.rests.poll(); rest != null; rest = this.rests.poll()) {
			FailureStore store = this.stores.queue(rest.name());
			long end = rest.end();
			Stretch stretch = RedisCallException.unlessWrongType(() -> store.readDown(end, CHUNK, CHUNK_BYTES),
					FailureStore.NOTHING);
			if (!stretch.entries().isEmpty()) {
				goOnAt(rest.name(), stretch.first());
				this.searched += stretch.entries().size();
				this.bytes += stretch.entries().stream().mapToLong((entry) -> entry.length).sum();
				return new Chunk(rest.name(), store, stretch);
			}
		}
		return null;
	}

	/** Leaves the older ones of the chunk for the next time, up to and with an index. */
	void leave(Chunk chunk, long index) {
		if (index >= chunk.stretch().first()) {
			this.searched -= index - chunk.stretch().first() + 1;
			if (!this.rests.isEmpty() && this.rests.element().name().equals(chunk.name())) {
				this.rests.remove();
			}
			goOnAt(chunk.name(), index + 1);
		}
	}

	/** How many entries were looked at since the first stretch. */
	long searched() {
		return this.before + this.searched;
	}

	/** How many entries were looked at by this walk. */
	long searchedNow() {
		return this.searched;
	}

	/** How many bytes this walk has read. */
	long bytes() {
		return this.bytes;
	}

	/** How many entries there are, at least as many as were looked at. */
	long of() {
		return Math.max(this.of, searched());
	}

	/** Where it goes on, or null at the end. */
	@Nullable FailureCursor cursor() {
		for (Rest rest : this.rests) {
			if (rest.end() > 0) {
				return new FailureCursor(rest.name(), rest.end(), searched());
			}
		}
		return null;
	}

	private void goOnAt(String name, long end) {
		this.rests.push(new Rest(name, end));
	}

	private record Rest(String name, long end) {
	}

	/**
	 * Entries side by side in one list.
	 *
	 * @param name name of the list
	 * @param store the list
	 * @param stretch the entries
	 */
	record Chunk(String name, FailureStore store, Stretch stretch) {
	}

}
