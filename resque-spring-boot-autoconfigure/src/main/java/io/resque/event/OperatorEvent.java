package io.resque.event;

import java.util.Map;

/**
 * Somebody has changed something by hand, or tried to: on the dashboard, or elsewhere.
 *
 * @param operator who: the name of a user, or an address when nobody knows the name
 * @param action what was asked for, such as {@code failed/retry}
 * @param subject what it is about, such as a queue; never arguments of jobs
 * @param outcome what became of it
 * @param detail the same more exactly, in a word such as {@code retried} or {@code gone}
 * @param count how many things it changed
 */
public record OperatorEvent(String operator, String action, Map<String, String> subject, Outcome outcome, String detail,
		long count) implements ResqueEvent {

	public OperatorEvent {
		subject = Map.copyOf(subject);
	}

	/**
	 * What became of what somebody asked for.
	 */
	public enum Outcome {

		/** It was done. */
		DONE,

		/** There was nothing to do, or nothing any more. */
		UNCHANGED,

		/** Who asked must not do that, or did not prove to have asked. */
		REFUSED,

		/** It made no sense: a value that cannot be, or something that is not there. */
		INVALID,

		/** It failed on the way; some of it may have been done. */
		FAILED

	}

}
