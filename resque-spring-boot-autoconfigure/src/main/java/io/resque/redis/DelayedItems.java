package io.resque.redis;

import java.time.Instant;
import java.util.List;

/**
 * Some delayed items, in the order of their seconds.
 *
 * @param now the time of Redis
 * @param cursor second to go on at; empty when there are no more
 * @param cursorIndex index in it to go on at
 * @param items the items
 */
public record DelayedItems(Instant now, String cursor, long cursorIndex, List<DelayedItem> items) {

	/** Whether there are more. */
	public boolean more() {
		return !this.cursor.isEmpty();
	}

}
