package io.resque.failure;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonException;
import io.resque.json.ResqueJson;

/**
 * A group while it is counted, and as it is kept in Redis.
 */
final class GroupTally {

	private static final int MOST_NAMES = 20;

	private final Fingerprint fingerprint;

	private final Set<String> jobs = new TreeSet<>();

	private final Set<String> queues = new TreeSet<>();

	private long count;

	private long retried;

	private @Nullable Instant first;

	private @Nullable Instant last;

	GroupTally(Fingerprint fingerprint) {
		this.fingerprint = fingerprint;
	}

	void add(FailedJob failed) {
		add(1, (failed.retriedAt() != null) ? 1 : 0, failed.failedAt(), failed.failedAt());
		addNames(this.jobs, List.of(failed.name()));
		addNames(this.queues, List.of(failed.queue()));
	}

	void add(FailureGroup group) {
		add(group.count(), group.retried(), group.firstSeen(), group.lastSeen());
		addNames(this.jobs, group.jobs());
		addNames(this.queues, group.queues());
	}

	FailureGroup group() {
		return new FailureGroup(this.fingerprint, this.count, this.retried, this.first, this.last,
				Collections.unmodifiableSet(this.jobs), Collections.unmodifiableSet(this.queues));
	}

	byte[] json(ResqueJson json) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("exception", this.fingerprint.exception());
		members.put("message", this.fingerprint.message());
		members.put("frames", this.fingerprint.frames());
		members.put("count", this.count);
		members.put("retried", this.retried);
		members.put("first", (this.first != null) ? this.first.toEpochMilli() : null);
		members.put("last", (this.last != null) ? this.last.toEpochMilli() : null);
		members.put("jobs", List.copyOf(this.jobs));
		members.put("queues", List.copyOf(this.queues));
		return json.encode(members);
	}

	/** Reads what {@link #json} has written; null when it is something else. */
	static @Nullable FailureGroup read(String id, byte[] bytes, ResqueJson json) {
		try {
			if (json.decode(bytes) instanceof Map<?, ?> members && members.get("exception") instanceof String exception
					&& members.get("message") instanceof String message && members.get("count") instanceof Number count
					&& members.get("retried") instanceof Number retried) {
				Fingerprint fingerprint = new Fingerprint(id, exception, message, names(members.get("frames")));
				return new FailureGroup(fingerprint, count.longValue(), retried.longValue(), time(members.get("first")),
						time(members.get("last")), new TreeSet<>(names(members.get("jobs"))),
						new TreeSet<>(names(members.get("queues"))));
			}
			return null;
		}
		catch (JsonException ex) {
			return null;
		}
	}

	private void add(long more, long moreRetried, @Nullable Instant from, @Nullable Instant to) {
		this.count += more;
		this.retried += moreRetried;
		if (from != null && (this.first == null || from.isBefore(this.first))) {
			this.first = from;
		}
		if (to != null && (this.last == null || to.isAfter(this.last))) {
			this.last = to;
		}
	}

	private static void addNames(Set<String> names, Collection<String> more) {
		for (String name : more) {
			if (names.size() < MOST_NAMES) {
				names.add(name);
			}
		}
	}

	private static @Nullable Instant time(@Nullable Object millis) {
		return (millis instanceof Number number) ? Instant.ofEpochMilli(number.longValue()) : null;
	}

	private static List<String> names(@Nullable Object names) {
		return (names instanceof List<?> list)
				? list.stream().filter(String.class::isInstance).map(String.class::cast).toList() : List.of();
	}

}
