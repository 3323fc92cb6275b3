package io.resque.failure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.FailureStore.Stretch;
import io.resque.redis.GroupStore;
import io.resque.redis.GroupStore.State;
import io.resque.redis.RedisCallException;
import io.resque.redis.ServerStore;

/**
 * Counts failed jobs by their fingerprints. Each list is read once from its oldest entry
 * up, whoever writes it; later only what was appended is. Where entries are gone that
 * were counted, all is counted anew, in a long list not more often than one can afford.
 * Any number of processes may count at once: what only one of them can have seen is
 * written.
 */
final class GroupIndex {

	/** So many entries are counted in one call. */
	static final int STRETCH = 5000;

	/** A cause whose message has no pattern does not fill Redis. */
	static final int MOST_GROUPS = 1000;

	private static final Fingerprint OTHERS = new Fingerprint("others", "",
			"(groups that came later than " + MOST_GROUPS + " others)", List.of());

	/** Counting anew takes one part in so many of the time. */
	private static final int RARELY = 10;

	private static final long SHORTEST_MILLIS = 1000;

	private static final long PART_BYTES = 2L << 20;

	private static final long FIND_BYTES = 32L << 20;

	private final FailureStore stores;

	private final ServerStore server;

	private final ResqueJson json;

	GroupIndex(FailureStore stores, ServerStore server, ResqueJson json) {
		this.stores = stores;
		this.server = server;
		this.json = json;
	}

	/** The groups of lists, once a stretch of what is new was counted. */
	FoundGroups groups(Map<String, Long> lists) {
		Map<String, Long> readable = new LinkedHashMap<>();
		lists.forEach((name, length) -> {
			if (length > 0 && RedisCallException.unlessWrongType(() -> want(name), false)) {
				readable.put(name, length);
			}
		});
		countAll(readable.keySet());
		Map<String, GroupTally> merged = new HashMap<>();
		long counted = 0;
		long of = 0;
		boolean exact = true;
		for (Map.Entry<String, Long> list : readable.entrySet()) {
			GroupStore groups = this.stores.queue(list.getKey()).groups();
			State state = groups.state();
			of += list.getValue();
			counted += (state != null) ? Math.min(state.counted(), list.getValue()) : 0;
			exact &= state != null && state.counted() >= list.getValue() && !state.isStale();
			read(groups.all()).forEach(
					(id, group) -> merged.computeIfAbsent(id, (key) -> new GroupTally(group.fingerprint())).add(group));
		}
		List<FailureGroup> sorted = merged.values()
			.stream()
			.map(GroupTally::group)
			.sorted(Comparator.comparingLong(FailureGroup::count).reversed().thenComparing(FailureGroup::id))
			.toList();
		return new FoundGroups(sorted, counted, of, exact);
	}

	private boolean want(String name) {
		this.stores.queue(name).groups().want(now());
		return true;
	}

	/**
	 * Counts a stretch of lists whose groups somebody has asked for.
	 * @return whether there may be more
	 */
	boolean countAll(Collection<String> names) {
		long counted = 0;
		for (String name : names) {
			if (counted < STRETCH) {
				counted += count(name, STRETCH - counted);
			}
		}
		return counted > 0;
	}

	private long count(String name, long most) {
		FailureStore list = this.stores.queue(name);
		return RedisCallException.unlessWrongType(() -> count(list, list.groups(), most), 0L);
	}

	private long count(FailureStore list, GroupStore groups, long most) {
		State before = groups.state();
		long length = (before != null) ? list.count() : 0;
		if (before == null || length == 0) {
			if (before != null && before.counted() > 0) {
				groups.forget();
			}
			return 0;
		}
		State from = begin(list, before, length);
		EntryCounting counting = new EntryCounting(list, from.counted(), this.json);
		String mark = from.marks().isEmpty() ? null : from.marks().get(0);
		if (!from.isStuck() && !counting.readUpTo(mark, Math.min(length, from.counted() + most))) {
			return 0;
		}
		long took = (from.took() < 0 && counting.end() >= length) ? now() - from.begun() : from.took();
		State after = from.countedTo(counting.end(), counting.marks(from.marks()), took);
		if (after.equals(before)) {
			return 0;
		}
		boolean anew = from.begun() != before.begun();
		return groups.write(before, after, written(groups, anew, counting.tallies())) ? counting.end() - from.counted()
				: 0;
	}

	/** Where to go on, or begin anew. */
	private State begin(FailureStore list, State state, long length) {
		long now = now();
		State anew = State.beginning(Math.max(now, state.begun() + 1), state.changesNow());
		boolean affordable = length <= STRETCH
				|| (state.took() >= 0 && now - state.begun() >= RARELY * Math.max(SHORTEST_MILLIS, state.took()));
		boolean outdated = state.isStuck() || state.isStale();
		if (outdated && affordable) {
			return anew;
		}
		State found = state.isStuck() ? state : find(list, state);
		if (found.equals(state) && !state.isStuck()) {
			return state;
		}
		return (affordable || (found.isStuck() && state.took() < 0)) ? anew : found;
	}

	/** Where the newest entry of those that were counted is now. */
	private State find(FailureStore list, State state) {
		long end = state.counted();
		long lowest = end - STRETCH;
		long left = FIND_BYTES;
		int most = 1;
		while (end > Math.max(0, lowest) && left > 0) {
			Stretch stretch = list.readDown(end, most, PART_BYTES);
			left -= stretch.entries().stream().mapToLong((entry) -> entry.length).sum();
			for (int i = stretch.entries().size() - 1; i >= 0; i--) {
				int mark = state.marks().indexOf(digest(stretch.entries().get(i)));
				long counted = stretch.first() + i + 1;
				if (mark >= 0) {
					return (mark == 0 && counted == state.counted()) ? state
							: state.movedTo(counted, state.marks().subList(mark, state.marks().size()));
				}
			}
			end = stretch.first();
			most = FailureStore.BATCH;
		}
		return (state.counted() == 0) ? state : state.movedTo(state.counted(), List.of());
	}

	private String digest(byte[] bytes) {
		return new StoredEntry(0, bytes, this.json).digest();
	}

	private Map<String, byte[]> written(GroupStore groups, boolean anew, Map<String, GroupTally> tallies) {
		List<String> ids = new ArrayList<>(tallies.keySet());
		ids.add(OTHERS.id());
		Map<String, FailureGroup> known = anew ? Map.of() : read(groups.find(ids));
		long size = anew ? 0 : groups.size();
		GroupTally others = new GroupTally(OTHERS);
		Map<String, byte[]> written = new HashMap<>();
		for (Map.Entry<String, GroupTally> tally : tallies.entrySet()) {
			FailureGroup group = known.get(tally.getKey());
			if (group != null) {
				tally.getValue().add(group);
			}
			if (group != null || ++size <= MOST_GROUPS) {
				written.put(tally.getKey(), tally.getValue().json(this.json));
			}
			else {
				others.add(tally.getValue().group());
			}
		}
		if (others.group().count() > 0) {
			FailureGroup group = known.get(OTHERS.id());
			if (group != null) {
				others.add(group);
			}
			written.put(OTHERS.id(), others.json(this.json));
		}
		return written;
	}

	private Map<String, FailureGroup> read(Map<String, byte[]> groups) {
		Map<String, FailureGroup> read = new HashMap<>();
		groups.forEach((id, bytes) -> {
			FailureGroup group = GroupTally.read(id, bytes, this.json);
			if (group != null) {
				read.put(id, group);
			}
		});
		return read;
	}

	private long now() {
		return this.server.time().toEpochMilli();
	}

}
