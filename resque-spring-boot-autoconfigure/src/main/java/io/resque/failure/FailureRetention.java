package io.resque.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvents;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.FailureStore.Change;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;

/**
 * Drops the oldest failed jobs, where somebody has set how many or for how long to keep.
 * Any number of processes may do it at once: what one of them has dropped, another one
 * does not find.
 */
public final class FailureRetention {

	/** Dropped in one step at most, so that nobody waits for it. */
	private static final int TRIM = 5000;

	/** An entry may have megabytes. */
	private static final int CHUNK = 25;

	/** A stop need not wait for a million entries. */
	private static final int CHUNKS = 1000;

	private final FailureStore stores;

	private final ServerStore server;

	private final ResqueJson json;

	private final FailureSettings settings;

	private final ResqueEvents events;

	public FailureRetention(FailureStore stores, ServerStore server, JobCodec codec, FailureSettings settings,
			ResqueEvents events) {
		this.stores = stores;
		this.server = server;
		this.json = codec.json();
		this.settings = settings;
		this.events = events;
	}

	/**
	 * Drops what is too much or too old, up to a limit.
	 * @return whether there may be more
	 */
	public boolean runOnce() {
		boolean more = false;
		for (String name : this.stores.counts().keySet()) {
			FailureStore store = this.stores.queue(name);
			more |= RedisCallException.unlessWrongType(() -> dropSurplus(name, store) | dropOld(name, store), false);
		}
		return more;
	}

	private boolean dropSurplus(String name, FailureStore store) {
		Long keep = this.settings.keep();
		if (keep == null) {
			return false;
		}
		Dropping dropping = new Dropping(name, "there are more than resque.failure.keep=" + keep);
		return dropping.run(() -> {
			long removed = store.trim(keep, TRIM);
			dropping.dropped += removed;
			return removed == TRIM;
		});
	}

	private boolean dropOld(String name, FailureStore store) {
		Duration keepFor = this.settings.keepFor();
		if (keepFor == null) {
			return false;
		}
		Instant limit = this.server.time().minus(keepFor);
		Dropping dropping = new Dropping(name, "they failed before " + limit + " (resque.failure.keep-for)");
		return dropping.run(() -> dropping.dropOld(store, limit));
	}

	/** Null where it cannot be read. */
	private static @Nullable Instant failedAt(StoredEntry entry) {
		return (entry.member("failed_at") instanceof String text) ? RubyTime.parse(text) : null;
	}

	/** One chunk; answers whether there may be more. */
	@FunctionalInterface
	private interface Chunk {

		boolean drop();

	}

	/** Drops entries of a list, and tells how many even when something goes wrong. */
	private final class Dropping {

		private final String name;

		private final String reason;

		private long dropped;

		/** Behind those whose age nobody knows. */
		private long from;

		Dropping(String name, String reason) {
			this.name = name;
			this.reason = reason;
		}

		boolean run(Chunk chunk) {
			try {
				int chunks = 0;
				while (chunk.drop()) {
					if (++chunks == CHUNKS) {
						return true;
					}
				}
				return false;
			}
			finally {
				if (this.dropped > 0) {
					FailureRetention.this.events
						.announce(new FailureEvent.Dropped(this.name, this.dropped, this.reason));
				}
			}
		}

		private boolean dropOld(FailureStore store, Instant limit) {
			List<byte[]> entries = store.range(this.from, CHUNK);
			List<Change> old = new ArrayList<>();
			for (int i = 0; i < entries.size(); i++) {
				StoredEntry entry = new StoredEntry(this.from + i, entries.get(i), FailureRetention.this.json);
				Instant failedAt = failedAt(entry);
				if (failedAt != null && failedAt.isBefore(limit)) {
					old.add(Change.remove(entry.index(), entry.id()));
				}
				else if (failedAt != null) {
					drop(store, old);
					return false;
				}
			}
			drop(store, old);
			this.from += entries.size() - old.size();
			return entries.size() == CHUNK;
		}

		private void drop(FailureStore store, List<Change> old) {
			if (!old.isEmpty()) {
				this.dropped += store.changeAll(this.from, old).stream().filter((answer) -> answer > 0).count();
			}
		}

	}

}
