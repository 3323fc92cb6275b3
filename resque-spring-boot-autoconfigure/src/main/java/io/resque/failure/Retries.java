package io.resque.failure;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;

/**
 * Puts the failed jobs of a list back on their queues, each entry by itself. Goes through
 * the list in chunks while others may change it: each entry is only touched if it still
 * has the bytes that were read.
 */
final class Retries {

	/** An entry may have megabytes. */
	private static final int CHUNK = 25;

	private final FailureStore store;

	private final ServerStore server;

	private final ResqueJson json;

	Retries(FailureStore store, ServerStore server, ResqueJson json) {
		this.store = store;
		this.server = server;
		this.json = json;
	}

	boolean requeue(StoredEntry entry, byte[] payload) {
		return requeue(entry, payload, entry.retriedAt(now()));
	}

	boolean requeueAndRemove(StoredEntry entry, byte[] payload) {
		return requeue(entry, payload, null);
	}

	/** Puts back what was not yet, of those that are wanted. */
	long requeueAll(Predicate<StoredEntry> wanted) {
		Requeueing requeueing = new Requeueing(wanted);
		long end = count();
		for (long from = 0; from < end; from += CHUNK) {
			requeueing.accept(read(from, Math.min(end, from + CHUNK)));
		}
		// Where somebody removed entries meanwhile, others slipped below what was read.
		// Downwards none can slip away.
		downwards(end, requeueing);
		return requeueing.requeued;
	}

	private boolean requeue(StoredEntry entry, byte[] payload, byte @Nullable [] replacement) {
		try {
			return this.store.requeue(entry.index(), entry.bytes(), replacement, entry.queue(), payload);
		}
		catch (RedisCallException ex) {
			if (ex.isWrongType()) {
				throw new ResqueException("The failed job at " + entry.index()
						+ " cannot be retried: the key of its queue '" + entry.queue() + "' is no list", ex);
			}
			throw ex;
		}
	}

	private void downwards(long end, Consumer<List<StoredEntry>> chunks) {
		for (long to = end; to > 0; to -= CHUNK) {
			chunks.accept(read(Math.max(0, to - CHUNK), to));
		}
	}

	private long count() {
		return RedisCallException.unlessWrongType(this.store::count, 0L);
	}

	private List<StoredEntry> read(long from, long to) {
		return StoredEntry.read(this.store, from, to - from, this.json);
	}

	/** Ruby leaves the zone out in the lists of single queues. */
	private String now() {
		Instant time = this.server.time();
		return this.store.isOfAll() ? RubyTime.failedAt(time) : RubyTime.withoutZone(time);
	}

	/** Puts jobs back and counts them. */
	private final class Requeueing implements Consumer<List<StoredEntry>> {

		private final Predicate<StoredEntry> wanted;

		private long requeued;

		Requeueing(Predicate<StoredEntry> wanted) {
			this.wanted = wanted;
		}

		@Override
		public void accept(List<StoredEntry> chunk) {
			List<StoredEntry> entries = chunk.stream()
				.filter((entry) -> entry.isRetriable() && !entry.isRetried() && this.wanted.test(entry))
				.toList();
			String time = entries.isEmpty() ? "" : now();
			entries.forEach((entry) -> requeue(entry, time));
		}

		private void requeue(StoredEntry entry, String time) {
			try {
				if (Retries.this.requeue(entry, entry.payload(), entry.retriedAt(time))) {
					this.requeued++;
				}
			}
			catch (ResqueException ex) {
				// The others can be retried, and this one still tells in the list what is
				// wrong with it.
			}
		}

	}

}
