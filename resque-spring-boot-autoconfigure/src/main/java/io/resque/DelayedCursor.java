package io.resque;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Where a walk through delayed jobs, the next one first, goes on. Jobs that are delayed
 * to times before it meanwhile are not seen, and when some of its second were removed, as
 * many others of this second are passed over.
 *
 * @param second the second, as Redis has it
 * @param index index in it
 * @param searched how many jobs were looked at so far
 */
public record DelayedCursor(String second, long index, long searched) {

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})\\.([0-9]{1,15})\\.(-?[0-9][0-9.eE+-]{0,30})");

	/** The first job that is due at a time or later. */
	public static DelayedCursor at(Instant time) {
		return new DelayedCursor(Long.toString(time.getEpochSecond()), 0, 0);
	}

	/** As a text for an address, as {@link #parse} takes it. */
	@Override
	public String toString() {
		return this.index + "." + this.searched + "." + this.second;
	}

	/**
	 * Reads a cursor from its text.
	 * @param text the text
	 * @return the cursor
	 * @throws ResqueException when the text is none
	 */
	public static DelayedCursor parse(String text) {
		var matcher = TEXT.matcher(text);
		if (matcher.matches()) {
			try {
				Double.parseDouble(matcher.group(3));
				return new DelayedCursor(matcher.group(3), Long.parseLong(matcher.group(1)),
						Long.parseLong(matcher.group(2)));
			}
			catch (NumberFormatException ex) {
				throw new ResqueException("'" + text + "' is no place among the delayed jobs", ex);
			}
		}
		throw new ResqueException("'" + text + "' is no place among the delayed jobs");
	}

}
