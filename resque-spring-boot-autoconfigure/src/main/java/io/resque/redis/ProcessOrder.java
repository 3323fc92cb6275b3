package io.resque.redis;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What one process may be told over the channel for orders; as a word, in lower case.
 */
public enum ProcessOrder {

	/** To take no more jobs; what runs goes on. */
	QUIET,

	/** To take jobs again. */
	RESUME,

	/** To stop its workers, as when its application stops. */
	STOP;

	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	static @Nullable ProcessOrder find(String word) {
		for (ProcessOrder order : values()) {
			if (order.word().equals(word)) {
				return order;
			}
		}
		return null;
	}

}
