package io.resque;

import java.time.Instant;

/**
 * Where one delayed job was seen. Equal jobs of one second cannot be told apart; so it
 * tells how many there were, and whoever asks a second time for the same place takes none
 * of the others.
 *
 * @param at the second
 * @param index its index among the jobs of the second; it moves to lower ones when others
 * are gone
 * @param id SHA-1 of its item in hex; equal jobs of a second have the same
 * @param equal how many equal jobs the second had, this one counted; it counts as gone
 * where there are fewer. 1 to take any of them
 */
public record DelayedPlace(Instant at, long index, String id, long equal) {

	/** A place whose job may be any of those that are equal. */
	public DelayedPlace(Instant at, long index, String id) {
		this(at, index, id, 1);
	}

}
