package io.resque.failure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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

	private static final long MOST_BYTES = 2L << 20;

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
		long left = STRETCH;
		for (String name : lists.keySet()) {
			left -= (left > 0) ? count(name) : 0;
		}
		Map<String, GroupTally> merged = new HashMap<>();
		long counted = 0;
		long of = 0;
		boolean exact = true;
		for (Map.Entry<String, Long> list : lists.entrySet()) {
			GroupStore groups = this.stores.queue(list.getKey()).groups();
			State state = groups.state();
			long length = Math.max(0, list.getValue());
			of += length;
			counted += (state != null) ? Math.min(state.counted(), length) : 0;
			exact &= (state != null) ? state.counted() >= length && !state.stale() : length == 0;
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

	/**
	 * Counts a stretch of each list.
	 * @return whether there may be more
	 */
	boolean countAll(Collection<String> names) {
		boolean more = false;
		for (String name : names) {
			more |= count(name) > 0;
		}
		return more;
	}

	/**
	 * Counts a stretch of what was not counted yet.
	 * @param name name of the list
	 * @return how many entries were counted
	 */
	private long count(String name) {
		FailureStore list = this.stores.queue(name);
		return RedisCallException.unlessWrongType(() -> count(list, list.groups()), 0L);
	}

	private long count(FailureStore list, GroupStore groups) {
		State before = groups.state();
		long length = list.count();
		if (length == 0) {
			if (before != null) {
				groups.forget();
			}
			return 0;
		}
		State from = begin(list, before, length);
		EntryCounting counting = new EntryCounting(list, from.counted(), this.json);
		if (!from.isStuck()) {
			counting.readUpTo(Math.min(length, from.counted() + STRETCH));
		}
		long took = (from.took() < 0 && counting.end() >= length) ? now() - from.begun() : from.took();
		State after = new State(counting.end(), counting.marks(from.marks()), from.begun(), took, from.stale());
		if (after.equals(before) || !isAt(list, from)) {
			return 0;
		}
		boolean anew = before == null || from.begun() != before.begun();
		return groups.write(before, after, written(groups, anew, counting.tallies())) ? counting.end() - from.counted()
				: 0;
	}

	/** Where to go on, or begin anew. */
	private State begin(FailureStore list, @Nullable State state, long length) {
		long now = now();
		if (state == null) {
			return State.beginning(now);
		}
		State anew = State.beginning(Math.max(now, state.begun() + 1));
		boolean affordable = length <= STRETCH
				|| (state.took() >= 0 && now - state.begun() >= RARELY * Math.max(SHORTEST_MILLIS, state.took()));
		if (state.stale() && affordable) {
			return anew;
		}
		State found = find(list, state);
		if (found.equals(state)) {
			return state;
		}
		return (affordable || (found.isStuck() && state.took() < 0)) ? anew : found;
	}

	/** Where the newest entry of those that were counted is now. */
	private State find(FailureStore list, State state) {
		long end = state.counted();
		long lowest = end - STRETCH;
		int most = 1;
		while (end > Math.max(0, lowest)) {
			Stretch stretch = list.readDown(end, most, MOST_BYTES);
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

	/** Others may remove entries while these are read. */
	private boolean isAt(FailureStore list, State from) {
		if (from.counted() == 0 || from.isStuck()) {
			return true;
		}
		byte[] bytes = list.at(from.counted() - 1);
		return bytes != null && digest(bytes).equals(from.marks().get(0));
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
