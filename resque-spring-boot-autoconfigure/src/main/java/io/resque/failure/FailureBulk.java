package io.resque.failure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;
import io.resque.failure.EntryFilter.Match;
import io.resque.failure.FailureWalk.Chunk;
import io.resque.json.BytePattern;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.FailureStore.Change;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;

/**
 * Does something with all failed jobs that are meant: chunk by chunk, newest first, each
 * chunk in one step. Only this direction misses nothing while others remove entries, and
 * never comes back to what it has changed itself.
 */
final class FailureBulk {

	private final FailureStore stores;

	private final ServerStore server;

	private final ResqueJson json;

	private final BulkOrder order;

	private final EntryFilter filter;

	private final @Nullable BytePattern unless;

	private @Nullable Instant time;

	private long done;

	private long refused;

	FailureBulk(FailureStore stores, ServerStore server, ResqueJson json, BulkOrder order) {
		this.stores = stores;
		this.server = server;
		this.json = json;
		this.order = order;
		this.filter = new EntryFilter(order.filter(), json);
		this.unless = (order.unless() != null) ? new BytePattern(order.unless(), false) : null;
	}

	BulkProgress run(Map<String, Long> lists, @Nullable FailureCursor from, Predicate<BulkProgress> goOn) {
		FailureWalk walk = new FailureWalk(this.stores, lists, from);
		BulkProgress progress = progress(walk);
		Chunk chunk = (this.order.most() > 0) ? walk.next() : null;
		while (chunk != null) {
			change(walk, chunk);
			progress = progress(walk);
			chunk = (goOn.test(progress) && this.done < this.order.most()) ? walk.next() : null;
		}
		return progress;
	}

	private BulkProgress progress(FailureWalk walk) {
		return new BulkProgress(this.done, this.refused, walk.searched(), walk.of(), walk.cursor());
	}

	private void change(FailureWalk walk, Chunk chunk) {
		this.time = null;
		List<Change> changes = changes(walk, chunk);
		if (!changes.isEmpty()) {
			for (long answer : chunk.store().changeAll(chunk.stretch().first(), changes)) {
				this.done += (answer > 0) ? 1 : 0;
				this.refused += (answer < 0) ? 1 : 0;
			}
		}
	}

	/** The newest ones, in the order of the list. */
	private List<Change> changes(FailureWalk walk, Chunk chunk) {
		List<Change> changes = new ArrayList<>();
		List<byte[]> entries = chunk.stretch().entries();
		for (int i = entries.size() - 1; i >= 0; i--) {
			long index = chunk.stretch().first() + i;
			if (changes.size() >= this.order.most() - this.done) {
				walk.leave(chunk, index);
				break;
			}
			Match match = isExcluded(entries.get(i)) ? null : this.filter.match(chunk.name(), index, entries.get(i));
			if (match != null) {
				add(match, chunk.store(), changes);
			}
		}
		Collections.reverse(changes);
		return changes;
	}

	private boolean isExcluded(byte[] entry) {
		return this.unless != null && this.unless.isIn(entry);
	}

	private void add(Match match, FailureStore store, List<Change> changes) {
		StoredEntry entry = match.entry();
		if (this.order.action() == BulkAction.REMOVE) {
			changes.add(Change.remove(entry.index(), match.failed().id()));
		}
		else if (!entry.isRetried()) {
			try {
				byte[] replacement = (this.order.action() == BulkAction.RETRY) ? entry.retriedAt(now(store))
						: new byte[0];
				changes.add(new Change(entry.index(), match.failed().id(), replacement, entry.queue(),
						entry.payloadWithMembers(this.order.members())));
			}
			catch (ResqueException ex) {
				// It stays, and tells in the list what is wrong with it.
				this.refused++;
			}
		}
	}

	/** Asked once for a chunk. */
	private String now(FailureStore store) {
		Instant time = (this.time != null) ? this.time : this.server.time();
		this.time = time;
		// Ruby leaves the zone out in the lists of single queues.
		return store.isOfAll() ? RubyTime.failedAt(time) : RubyTime.withoutZone(time);
	}

}
