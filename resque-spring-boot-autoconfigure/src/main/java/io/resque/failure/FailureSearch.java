package io.resque.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.failure.EntryFilter.Match;
import io.resque.failure.FailureWalk.Chunk;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;

/**
 * Looks through failed jobs, a bounded stretch at a time.
 */
final class FailureSearch {

	/**
	 * So many entries are looked at in one call; a little more, to the end of a chunk.
	 */
	private static final long STRETCH = 8_000;

	private static final long STRETCH_BYTES = 64L << 20;

	private final FailureStore stores;

	private final ResqueJson json;

	FailureSearch(FailureStore stores, ResqueJson json) {
		this.stores = stores;
		this.json = json;
	}

	FoundFailures search(Map<String, Long> lists, FailureFilter filter, @Nullable FailureCursor from, int limit) {
		FailureWalk walk = new FailureWalk(this.stores, lists, from);
		EntryFilter entries = new EntryFilter(filter, this.json);
		List<FailedJob> found = new ArrayList<>();
		for (Chunk chunk = walk.next(); chunk != null; chunk = walk.next()) {
			List<byte[]> stretch = chunk.stretch().entries();
			for (int i = stretch.size() - 1; i >= 0; i--) {
				long index = chunk.stretch().first() + i;
				if (found.size() >= limit) {
					walk.leave(chunk, index);
					break;
				}
				Match match = entries.match(chunk.name(), index, stretch.get(i));
				if (match != null) {
					found.add(match.failed());
				}
			}
			if (found.size() >= limit || isEnough(walk)) {
				break;
			}
		}
		return new FoundFailures(found, walk.searched(), walk.of(), walk.cursor());
	}

	CountedFailures count(Map<String, Long> lists, FailureFilter filter, @Nullable FailureCursor from) {
		FailureWalk walk = new FailureWalk(this.stores, lists, from);
		EntryFilter entries = new EntryFilter(filter, this.json);
		long count = 0;
		for (Chunk chunk = walk.next(); chunk != null; chunk = walk.next()) {
			for (byte[] bytes : chunk.stretch().entries()) {
				count += (entries.match(chunk.name(), 0, bytes) != null) ? 1 : 0;
			}
			if (isEnough(walk)) {
				break;
			}
		}
		return new CountedFailures(count, walk.searched(), walk.of(), walk.cursor());
	}

	private static boolean isEnough(FailureWalk walk) {
		return walk.searchedNow() >= STRETCH || walk.bytes() >= STRETCH_BYTES;
	}

}
