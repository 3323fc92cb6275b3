package io.resque.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;
import io.resque.failure.EntryFilter.Match;
import io.resque.failure.FailureWalk.Chunk;
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

	private final BulkAction action;

	private final EntryFilter filter;

	private long done;

	private long refused;

	FailureBulk(FailureStore stores, ServerStore server, ResqueJson json, BulkAction action, FailureFilter filter) {
		this.stores = stores;
		this.server = server;
		this.json = json;
		this.action = action;
		this.filter = new EntryFilter(filter, json);
	}

	BulkProgress run(Map<String, Long> lists, @Nullable FailureCursor from, Predicate<BulkProgress> goOn) {
		FailureWalk walk = new FailureWalk(this.stores, lists, from);
		BulkProgress progress = progress(walk);
		for (Chunk chunk = walk.next(); chunk != null; chunk = walk.next()) {
			change(chunk);
			progress = progress(walk);
			if (!goOn.test(progress)) {
				break;
			}
		}
		return progress;
	}

	private BulkProgress progress(FailureWalk walk) {
		return new BulkProgress(this.done, this.refused, walk.searched(), walk.of(), walk.cursor());
	}

	private void change(Chunk chunk) {
		List<Change> changes = changes(chunk);
		if (!changes.isEmpty()) {
			for (long answer : chunk.store().changeAll(chunk.stretch().first(), changes)) {
				this.done += (answer > 0) ? 1 : 0;
				this.refused += (answer < 0) ? 1 : 0;
			}
		}
	}

	private List<Change> changes(Chunk chunk) {
		List<Change> changes = new ArrayList<>();
		long index = chunk.stretch().first();
		String time = null;
		for (byte[] bytes : chunk.stretch().entries()) {
			Match match = this.filter.match(chunk.name(), index++, bytes);
			if (match != null && this.action == BulkAction.REMOVE) {
				changes.add(Change.remove(match.entry().index(), match.failed().id()));
			}
			else if (match != null && !match.entry().isRetried()) {
				time = (time != null) ? time : now(chunk.store());
				addRetry(match, time, changes);
			}
		}
		return changes;
	}

	private void addRetry(Match match, String time, List<Change> changes) {
		StoredEntry entry = match.entry();
		try {
			changes.add(new Change(entry.index(), match.failed().id(),
					(this.action == BulkAction.RETRY) ? entry.retriedAt(time) : new byte[0], entry.queue(),
					entry.payload()));
		}
		catch (ResqueException ex) {
			// It stays, and tells in the list what is wrong with it.
			this.refused++;
		}
	}

	/** Ruby leaves the zone out in the lists of single queues. */
	private String now(FailureStore store) {
		return store.isOfAll() ? RubyTime.failedAt(this.server.time()) : RubyTime.withoutZone(this.server.time());
	}

}
