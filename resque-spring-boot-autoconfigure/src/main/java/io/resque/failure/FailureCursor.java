package io.resque.failure;

import io.resque.ResqueException;

/**
 * Where a walk through failed entries, newest first, goes on.
 * <p>
 * It stays good while others append and remove. No entry that was there at the beginning
 * and is still there is left out. An entry is seen twice when older ones of its list were
 * removed meanwhile: as many newer ones as those move below this place. What is appended
 * behind it is not seen.
 *
 * @param failureQueue the list
 * @param index index behind the next entry to look at, counted from the oldest
 * @param searched how many entries were looked at so far
 */
public record FailureCursor(String failureQueue, long index, long searched) {

	/** As a text for an address, as {@link #parse} takes it. */
	@Override
	public String toString() {
		return this.index + "." + this.searched + "." + this.failureQueue;
	}

	/**
	 * Reads a cursor from its text.
	 * @param text the text
	 * @return the cursor
	 * @throws ResqueException when the text is none
	 */
	public static FailureCursor parse(String text) {
		String[] parts = text.split("\\.", 3);
		try {
			if (parts.length == 3 && FailureQueue.isName(parts[2])) {
				long index = Long.parseLong(parts[0]);
				long searched = Long.parseLong(parts[1]);
				if (index >= 0 && searched >= 0) {
					return new FailureCursor(parts[2], index, searched);
				}
			}
		}
		catch (NumberFormatException ex) {
			throw new ResqueException("'" + text + "' is no place in the lists of failed jobs", ex);
		}
		throw new ResqueException("'" + text + "' is no place in the lists of failed jobs");
	}

}
