package io.resque.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Delayed jobs in the structures of Ruby's resque-scheduler: a list of items for each
 * second, the sorted set of these seconds, and for each item the set of its seconds.
 */
public final class DelayedStore {

	/** Most items of one round trip. */
	public static final int BATCH = 1000;

	private static final byte[] BATCH_BYTES = Keyspace.bytes(Integer.toString(4 * 1024 * 1024));

	/** Each walks through the list of a second, and Redis does nothing else meanwhile. */
	private static final int SEARCHES = 50;

	private static final int FIND_STEPS = 10;

	private static final String NOW = "now";

	private final ResqueRedis redis;

	private final Keyspace keys;

	public DelayedStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/**
	 * Delays items to a second; to the next one when that has come already.
	 * @param second seconds since 1970
	 * @param items the items, {@code {"class":…,"args":[…],"queue":…}}
	 */
	public void add(long second, List<byte[]> items) {
		for (int from = 0; from < items.size(); from += BATCH) {
			List<byte[]> arguments = arguments(number(second));
			arguments.addAll(items.subList(from, Math.min(from + BATCH, items.size())));
			this.redis.evalLong(LuaScript.DELAY, List.of(this.keys.delayedSeconds()), arguments);
		}
	}

	/**
	 * The first items that are due by the clock of Redis, at most {@value #BATCH}.
	 * Seconds without items are removed.
	 */
	public DelayedItems due() {
		return read("-inf", 0, NOW);
	}

	/** The first items of all, at most {@value #BATCH}. */
	public DelayedItems first() {
		return read("-inf", 0, "+inf");
	}

	/**
	 * The items behind others.
	 * @param items the others, which say that there are more
	 */
	public DelayedItems after(DelayedItems items) {
		return from(items.cursor(), items.cursorIndex());
	}

	/** The items from a place on, given by a second and an index in it. */
	public DelayedItems from(String second, long index) {
		return read(second, index, "+inf");
	}

	private DelayedItems read(String from, long index, String to) {
		List<byte[]> arguments = arguments(Keyspace.bytes(from), number(index), Keyspace.bytes(to), number(BATCH),
				BATCH_BYTES);
		List<Object> answer = this.redis.evalList(LuaScript.DELAYED_READ, List.of(this.keys.delayedSeconds()),
				arguments);
		List<DelayedItem> items = new ArrayList<>();
		for (int i = 3; i < answer.size(); i += 2) {
			items.add(new DelayedItem(text(answer.get(i)), (byte[]) answer.get(i + 1)));
		}
		long micros = Long.parseLong(text(answer.get(0)));
		return new DelayedItems(Instant.EPOCH.plusNanos(micros * 1000), text(answer.get(1)), (Long) answer.get(2),
				items);
	}

	/**
	 * Moves items from their seconds to other places, each at most once, whoever else
	 * moves it.
	 * @param moves at most {@value #BATCH}
	 * @param term as whom to move them; nothing is moved when it has ended. Null to move
	 * them without being the scheduler
	 * @return what became of each; null when the term has ended
	 */
	public @Nullable List<Moved> move(List<DelayedMove> moves, @Nullable Term term) {
		return move(moves, term, 1);
	}

	/**
	 * Moves one item, whose second must have so many equal ones; with fewer, it counts as
	 * gone.
	 */
	public Moved moveOne(DelayedMove move, long equal) {
		List<Moved> moved = move(List.of(move), null, equal);
		return (moved != null) ? moved.get(0) : Moved.GONE;
	}

	private @Nullable List<Moved> move(List<DelayedMove> moves, @Nullable Term term, long equal) {
		List<byte[]> arguments = arguments(Keyspace.bytes((term != null) ? term.holder() : ""),
				number((term != null) ? term.number() : 0), number(equal));
		moves.forEach((move) -> move.addTo(arguments));
		String prefix = (term != null) ? term.lockPrefix() : "";
		String letters = text(this.redis.evalBytes(
				LuaScript.DELAYED_MOVE, List.of(this.keys.delayedSeconds(), this.keys.queues(),
						this.keys.failureQueues(), this.keys.schedulerLock(prefix), this.keys.lastScheduler(prefix)),
				arguments));
		return letters.equals("lost") ? null : letters.chars().mapToObj(Moved::of).toList();
	}

	/**
	 * Removes items, and all equal ones of the same second.
	 * @param items the items
	 * @param cleanUp whether to remove seconds that have none any more, which whoever
	 * moves due items does later
	 * @return how many were removed
	 */
	public long remove(Collection<DelayedItem> items, boolean cleanUp) {
		return remove(List.copyOf(items), new Removal(cleanUp, 0, 1), SEARCHES);
	}

	/**
	 * Removes an item of a second, and none that is equal.
	 * @param item the item
	 * @param equal how many equal ones the second must have
	 * @return false when it was gone, or there are fewer
	 */
	public boolean removeOne(DelayedItem item, long equal) {
		return remove(List.of(item), new Removal(true, 1, equal), 1) == 1;
	}

	/**
	 * Removes the first items of all, as they were read.
	 * @param items the items, in their order
	 * @return how many were removed
	 */
	public long removeFirst(DelayedItems items) {
		return remove(items.items(), new Removal(true, 1, 1), BATCH);
	}

	private long remove(List<DelayedItem> all, Removal removal, int atATime) {
		long removed = 0;
		for (int from = 0; from < all.size(); from += atATime) {
			List<byte[]> arguments = arguments(number(removal.cleanUp() ? 1 : 0), number(removal.ofEach()),
					number(removal.least()));
			all.subList(from, Math.min(from + atATime, all.size())).forEach((item) -> {
				arguments.add(Keyspace.bytes(item.second()));
				arguments.add(item.bytes());
			});
			removed += this.redis.evalLong(LuaScript.DELAYED_REMOVE, List.of(this.keys.delayedSeconds()), arguments);
		}
		return removed;
	}

	/**
	 * The seconds of exactly these bytes, by Ruby's index
	 * ({@code SMEMBERS timestamps:…}).
	 */
	public Set<DelayedItem> find(byte[] item) {
		Set<byte[]> places = this.redis.call((redis) -> redis.setCommands().sMembers(this.keys.delayedPlaces(item)));
		Set<DelayedItem> found = new TreeSet<>();
		if (places != null) {
			places.forEach((place) -> {
				String name = Keyspace.text(place);
				found.add(new DelayedItem(name.substring(name.indexOf(':') + 1), item));
			});
		}
		return found;
	}

	/**
	 * Looks for an item of a second where it was seen, and from there towards the first
	 * one, where it moves when others are gone; in so many steps of about 1,000 items or
	 * 4 MB as are worth it.
	 * @param index where the item was seen
	 * @param sha1 SHA-1 of its bytes in hex
	 * @return the item, or null
	 */
	public @Nullable DelayedItem find(long second, long index, String sha1) {
		long from = index;
		for (int step = 0; step < FIND_STEPS && from >= 0; step++) {
			List<Object> answer = this.redis.evalList(LuaScript.FAILURE_FIND, List.of(this.keys.delayed(second)),
					List.of(number(from), Keyspace.bytes(sha1)));
			if (answer.size() == 2) {
				return DelayedItem.of(second, (byte[]) answer.get(1));
			}
			from = (Long) answer.get(0);
		}
		return null;
	}

	/** A stretch of the items of a second ({@code LRANGE}). */
	public List<byte[]> range(long second, long start, long count) {
		if (count <= 0) {
			return List.of();
		}
		List<byte[]> range = this.redis
			.call((redis) -> redis.listCommands().lRange(this.keys.delayed(second), start, start + count - 1));
		return (range != null) ? range : List.of();
	}

	private List<byte[]> arguments(byte[]... more) {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(this.keys.prefix());
		arguments.addAll(List.of(more));
		return arguments;
	}

	private static byte[] number(long number) {
		return Keyspace.bytes(Long.toString(number));
	}

	private static String text(Object bytes) {
		return Keyspace.text((byte[]) bytes);
	}

	private record Removal(boolean cleanUp, int ofEach, long least) {
	}

	/** What became of a move. */
	public enum Moved {

		/** It was moved. */
		DONE,

		/** It was not there any more. */
		GONE,

		/** Its new place is no list, and so it is where it was. */
		REFUSED;

		private static Moved of(int letter) {
			return switch (letter) {
				case 'm' -> DONE;
				case 'g' -> GONE;
				default -> REFUSED;
			};
		}

	}

}
