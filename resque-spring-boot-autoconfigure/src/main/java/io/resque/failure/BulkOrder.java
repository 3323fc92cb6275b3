package io.resque.failure;

import java.util.Map;

/**
 * What is to be done with many failed jobs.
 *
 * @param action what
 * @param filter with which
 * @param most with how many of them in one call; the newest come first
 * @param members members that the payloads get beside those that they have, for jobs that
 * go back to their queues: a hook finds them in the payload of the run
 */
public record BulkOrder(BulkAction action, FailureFilter filter, long most, Map<String, String> members) {

	public BulkOrder {
		members = Map.copyOf(members);
	}

	/** All that are meant, as they are. */
	public static BulkOrder of(BulkAction action, FailureFilter filter) {
		return new BulkOrder(action, filter, Long.MAX_VALUE, Map.of());
	}

}
