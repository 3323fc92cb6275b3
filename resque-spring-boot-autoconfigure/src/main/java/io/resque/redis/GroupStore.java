package io.resque.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Groups of the entries of one list of failed jobs: a hash from the id of the group to
 * its JSON, with a field that tells how far the list was counted.
 */
public final class GroupStore {

	private static final String STATE = "state";

	/** Counter: how often entries were changed by this library. */
	private static final String CHANGES = "changes";

	private static final String NO_CHANGES = "0";

	/** Nothing is counted any more when nobody has asked for so long. */
	private static final Duration EXPIRY = Duration.ofDays(30);

	private final ResqueRedis redis;

	private final byte[] key;

	GroupStore(ResqueRedis redis, String failureQueue) {
		this.redis = redis;
		this.key = redis.keys().failureGroups(failureQueue);
	}

	/** How far the list was counted; null when it was not. */
	public @Nullable State state() {
		List<byte[]> values = values(List.of(STATE, CHANGES));
		byte[] text = values.get(0);
		byte[] changes = values.get(1);
		State state = (text != null)
				? State.parse(Keyspace.text(text), (changes != null) ? Keyspace.text(changes) : NO_CHANGES) : null;
		if (text != null && state == null) {
			forget();
		}
		return state;
	}

	/** Has groups counted from now on, for some time ({@code HSETNX}, {@code EXPIRE}). */
	public void want(long now) {
		// What is none is forgotten.
		state();
		byte[] state = Keyspace.bytes(State.beginning(now, NO_CHANGES).text());
		this.redis.call((redis) -> {
			redis.hashCommands().hSetNX(this.key, Keyspace.bytes(STATE), state);
			return redis.keyCommands().expire(this.key, EXPIRY.toSeconds());
		});
	}

	/** Those of some groups that are there. */
	public Map<String, byte[]> find(Collection<String> ids) {
		List<String> names = new ArrayList<>(ids);
		Map<String, byte[]> found = new HashMap<>();
		if (!names.isEmpty()) {
			List<byte[]> values = values(names);
			for (int i = 0; i < names.size(); i++) {
				if (values.get(i) != null) {
					found.put(names.get(i), values.get(i));
				}
			}
		}
		return found;
	}

	/** All groups. */
	public Map<String, byte[]> all() {
		Map<byte[], byte[]> fields = this.redis.call((redis) -> redis.hashCommands().hGetAll(this.key));
		Map<String, byte[]> groups = new HashMap<>();
		if (fields != null) {
			fields.forEach((name, value) -> groups.put(Keyspace.text(name), value));
		}
		groups.keySet().removeAll(List.of(STATE, CHANGES));
		return groups;
	}

	/** How many groups there are, about. */
	public long size() {
		Long size = this.redis.call((redis) -> redis.hashCommands().hLen(this.key));
		return (size != null) ? size : 0;
	}

	/**
	 * Writes what was counted, in one step.
	 * @param before the state that was read before
	 * @param after the state now
	 * @param groups groups that have changed
	 * @return false when somebody else has counted, or changed entries, meanwhile:
	 * nothing was changed then
	 */
	public boolean write(State before, State after, Map<String, byte[]> groups) {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(Keyspace.bytes(before.text()));
		arguments.add(Keyspace.bytes(before.changesNow()));
		arguments.add(Keyspace.bytes(Boolean.toString(after.begun() != before.begun())));
		arguments.add(Keyspace.bytes(after.text()));
		groups.forEach((id, bytes) -> {
			arguments.add(Keyspace.bytes(id));
			arguments.add(bytes);
		});
		return this.redis.evalLong(LuaScript.GROUPS_WRITE, List.of(this.key), arguments) == 1;
	}

	/** Forgets all groups ({@code DEL}). */
	public void forget() {
		this.redis.call((redis) -> redis.keyCommands().del(this.key));
	}

	private List<byte[]> values(List<String> names) {
		byte[][] fields = ResqueRedis.array(names.stream().map(Keyspace::bytes).toList());
		List<byte[]> values = this.redis.call((redis) -> redis.hashCommands().hMGet(this.key, fields));
		return (values != null) ? values : Arrays.asList(new byte[names.size()][]);
	}

	/**
	 * How far a list was counted.
	 *
	 * @param counted so many of its oldest entries were counted
	 * @param marks digests of the newest of them, newest first
	 * @param begun when counting began with the oldest entry, in milliseconds of Redis
	 * time
	 * @param took how many milliseconds it took to come to the end first; -1 when it has
	 * not
	 * @param moved whether entries that were counted are known to be gone
	 * @param changes number of changes by this library when counting began
	 * @param changesNow number of changes when this was read
	 */
	public record State(long counted, List<String> marks, long begun, long took, boolean moved, String changes,
			String changesNow) {

		/** Nothing was counted yet. */
		public static State beginning(long now, String changes) {
			return new State(0, List.of(), now, -1, false, changes, changes);
		}

		/** The same, but some of what was counted is gone. */
		public State movedTo(long counted, List<String> marks) {
			return new State(counted, marks, this.begun, this.took, true, this.changes, this.changesNow);
		}

		/** The same, further on. */
		public State countedTo(long counted, List<String> marks, long took) {
			return new State(counted, marks, this.begun, took, this.moved, this.changes, this.changesNow);
		}

		/** Whether entries have changed since they were counted. */
		public boolean isStale() {
			return this.moved || !this.changes.equals(this.changesNow);
		}

		/**
		 * Whether nobody knows where it is to go on: then it has to be counted anew.
		 */
		public boolean isStuck() {
			return this.counted > 0 && this.marks.isEmpty();
		}

		private String text() {
			return this.counted + ":" + this.begun + ":" + this.took + ":" + this.moved + ":" + this.changes + ":"
					+ String.join(",", this.marks);
		}

		private static @Nullable State parse(String text, String changesNow) {
			String[] parts = text.split(":", 6);
			try {
				return new State(Long.parseLong(parts[0]), marks(parts[5]), Long.parseLong(parts[1]),
						Long.parseLong(parts[2]), Boolean.parseBoolean(parts[3]), parts[4], changesNow);
			}
			catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
				return null;
			}
		}

		private static List<String> marks(String text) {
			return text.isEmpty() ? List.of() : List.of(text.split(","));
		}

	}

}
