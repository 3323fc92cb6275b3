package io.resque.failure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;

/**
 * Reads a stretch of a list upwards and counts its entries by group.
 */
final class EntryCounting {

	/** An entry may have megabytes; what follows is like what was read. */
	private static final int FIRST = 25;

	/** So many entries mark how far a list was counted: some of them may be removed. */
	private static final int MARKS = 5;

	private static final long PART_BYTES = 2L << 20;

	private static final long MOST_BYTES = 32L << 20;

	private final FailureStore list;

	private final FailedJobReader reader;

	private final ResqueJson json;

	private final Map<String, GroupTally> tallies = new HashMap<>();

	private final Deque<byte[]> newest = new ArrayDeque<>();

	private long end;

	EntryCounting(FailureStore list, long from, ResqueJson json) {
		this.list = list;
		this.end = from;
		this.json = json;
		this.reader = new FailedJobReader("", json);
	}

	/**
	 * Reads on. Each part begins with the entry before it: so it is known when others
	 * have removed entries in between.
	 * @param mark digest of the entry before the first one
	 * @param index where to end, at the latest
	 * @return false when entries have moved meanwhile: what was counted is wrong then
	 */
	boolean readUpTo(@Nullable String mark, long index) {
		String before = mark;
		long most = FIRST;
		long left = MOST_BYTES;
		while (this.end < index && left > 0) {
			long overlap = (this.end > 0) ? 1 : 0;
			List<byte[]> part = this.list.range(this.end - overlap, Math.min(most, index - this.end) + overlap);
			if (part.size() <= overlap || (overlap > 0 && !digest(part.get(0)).equals(before))) {
				return false;
			}
			long bytes = 0;
			for (byte[] entry : part.subList((int) overlap, part.size())) {
				bytes += entry.length;
				count(entry);
			}
			before = digest(part.get(part.size() - 1));
			left -= bytes;
			most = Math.min(FailureStore.BATCH, Math.max(FIRST, PART_BYTES * part.size() / Math.max(1, bytes)));
		}
		return true;
	}

	private String digest(byte[] bytes) {
		return new StoredEntry(0, bytes, this.json).digest();
	}

	private void count(byte[] bytes) {
		if (bytes.length > 0) {
			FailedJob failed = this.reader.read(new StoredEntry(this.end, bytes, this.json));
			Fingerprint fingerprint = Fingerprint.of(failed);
			this.tallies.computeIfAbsent(fingerprint.id(), (id) -> new GroupTally(fingerprint)).add(failed);
		}
		this.newest.push(bytes);
		if (this.newest.size() > MARKS) {
			this.newest.removeLast();
		}
		this.end++;
	}

	/** Index behind the last entry that was read. */
	long end() {
		return this.end;
	}

	/**
	 * Digests of the newest entries that were read, newest first.
	 * @param before those of the entries before these
	 */
	List<String> marks(List<String> before) {
		return Stream.concat(this.newest.stream().map(this::digest), before.stream()).limit(MARKS).toList();
	}

	/** The groups by id. */
	Map<String, GroupTally> tallies() {
		return this.tallies;
	}

}
