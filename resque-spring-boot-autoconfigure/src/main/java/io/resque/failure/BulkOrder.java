package io.resque.failure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done with many failed jobs.
 *
 * @param action what
 * @param filter with which
 * @param most with how many of them in one call; the newest come first
 * @param members members that the payloads get beside those that they have, for jobs that
 * go back to their queues: a hook finds them in the payload of the run. Those whose name
 * begins with {@value #ONCE} are for this retry only: the next one leaves them out
 * @param unless a text; entries that have it anywhere in their bytes are left alone. Null
 * for none
 */
public record BulkOrder(BulkAction action, FailureFilter filter, long most, Map<String, String> members,
		@Nullable String unless) {

	/** What names of members begin with that the next retry leaves out. */
	public static final String ONCE = "once:";

	public BulkOrder {
		members = Map.copyOf(members);
		if (members.containsKey("class") || members.containsKey("args")) {
			throw new IllegalArgumentException("Further members of a payload cannot be named 'class' or 'args'");
		}
	}

	/** All that are meant, as they are. */
	public static BulkOrder of(BulkAction action, FailureFilter filter) {
		return new BulkOrder(action, filter, Long.MAX_VALUE, Map.of(), null);
	}

}
