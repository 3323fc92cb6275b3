package io.resque.schedule;

import java.util.stream.Collectors;

import io.resque.ResqueException;
import io.resque.json.WellFormed;

/**
 * A cron expression or a duration that cannot be used. The message names the fault, its
 * column (counted from 1) and what would be right.
 */
public final class InvalidRhythmException extends ResqueException {

	/** Nobody writes more by hand, and a message should stay readable. */
	static final int LONGEST = 255;

	InvalidRhythmException(String kind, String text, String fault) {
		super(printable("The " + kind + " '" + WellFormed.shortened(text, LONGEST) + "' cannot be used: " + fault));
	}

	private static String printable(String message) {
		return message.codePoints()
			.mapToObj((c) -> Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c))
			.collect(Collectors.joining());
	}

}
