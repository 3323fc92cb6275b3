package io.resque.redis;

import java.util.Arrays;
import java.util.Comparator;

/**
 * An item that is delayed to a second.
 *
 * @param second the second since 1970, as Redis has it
 * @param bytes the item, usually {@code {"class":…,"args":[…],"queue":…}}
 */
public record DelayedItem(String second, byte[] bytes) implements Comparable<DelayedItem> {

	private static final Comparator<DelayedItem> ORDER = Comparator.comparingDouble(DelayedItem::number)
		.thenComparing(DelayedItem::second)
		.thenComparing(DelayedItem::bytes, Arrays::compare);

	/** An item of a second. */
	public static DelayedItem of(long second, byte[] bytes) {
		return new DelayedItem(Long.toString(second), bytes);
	}

	private static double number(DelayedItem item) {
		return Double.parseDouble(item.second());
	}

	@Override
	public int compareTo(DelayedItem other) {
		return ORDER.compare(this, other);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof DelayedItem item && this.second.equals(item.second)
				&& Arrays.equals(this.bytes, item.bytes);
	}

	@Override
	public int hashCode() {
		return 31 * this.second.hashCode() + Arrays.hashCode(this.bytes);
	}

}
