package io.resque.failure;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Failed jobs of one cause.
 *
 * @param fingerprint what they have in common
 * @param count how many of them are in the lists
 * @param retried how many of these were retried
 * @param firstSeen when the first of them failed; null when no time can be read
 * @param lastSeen when the last of them failed
 * @param jobs names of the jobs, up to 20
 * @param queues their queues, up to 20
 */
public record FailureGroup(Fingerprint fingerprint, long count, long retried, @Nullable Instant firstSeen,
		@Nullable Instant lastSeen, Set<String> jobs, Set<String> queues) {

	/** Names the group. */
	public String id() {
		return this.fingerprint.id();
	}

	/** Means the failed jobs of the group, for everything that takes a filter. */
	public FailureFilter filter() {
		return FailureFilter.ALL.withGroup(id()).withException(this.fingerprint.exception());
	}

}
