package io.resque.redis;

import java.util.List;
import java.util.Locale;

/**
 * Where a delayed item goes.
 *
 * @param item the item
 * @param place kind of place
 * @param name name of the queue, or of the failed list, or the second
 * @param bytes what is put there instead of the item
 */
public record DelayedMove(DelayedItem item, Place place, String name, byte[] bytes) {

	private static final byte[] NOTHING = {};

	/** To a queue, as a payload. */
	public static DelayedMove toQueue(DelayedItem item, String queue, byte[] payload) {
		return new DelayedMove(item, Place.QUEUE, queue, payload);
	}

	/** To a failed list, as an entry. */
	public static DelayedMove toFailed(DelayedItem item, FailedEntry entry) {
		return new DelayedMove(item, Place.FAILED, entry.failureQueue(), entry.bytes());
	}

	/** To another second. */
	public static DelayedMove later(DelayedItem item, long second) {
		return new DelayedMove(item, Place.LATER, Long.toString(second), NOTHING);
	}

	/** Away. */
	public static DelayedMove nowhere(DelayedItem item) {
		return new DelayedMove(item, Place.NOWHERE, "", NOTHING);
	}

	void addTo(List<byte[]> arguments) {
		arguments.add(Keyspace.bytes(this.item.second()));
		arguments.add(this.item.bytes());
		arguments.add(Keyspace.bytes(this.place.name().toLowerCase(Locale.ROOT)));
		arguments.add(Keyspace.bytes(this.name));
		arguments.add(this.bytes);
	}

	/** Kinds of places. */
	public enum Place {

		/** A queue. */
		QUEUE,

		/** A failed list. */
		FAILED,

		/** Another second. */
		LATER,

		/** None: it is dropped. */
		NOWHERE

	}

}
