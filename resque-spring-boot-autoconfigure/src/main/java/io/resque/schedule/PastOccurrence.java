package io.resque.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonException;
import io.resque.json.ResqueJson;

/**
 * An occurrence of a schedule that has been.
 *
 * @param due when it was due
 * @param outcome {@code ran}, {@code skipped} or {@code missed}
 * @param reason why it did not run; null when it did
 * @param late how late it was
 */
public record PastOccurrence(Instant due, String outcome, @Nullable String reason, Duration late) {

	static Map<String, @Nullable Object> members(Instant due, String outcome, @Nullable String reason, Duration late) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("due", due.toString());
		members.put("outcome", outcome);
		members.put("late_ms", late.toMillis());
		if (reason != null) {
			members.put("reason", reason);
		}
		return members;
	}

	/** Reads an entry of the history; null when it is none. */
	static @Nullable PastOccurrence of(byte[] entry, ResqueJson json) {
		try {
			return of(json.decode(entry));
		}
		catch (JsonException ex) {
			return null;
		}
	}

	private static @Nullable PastOccurrence of(@Nullable Object entry) {
		if (entry instanceof Map<?, ?> members && members.get("late_ms") instanceof Number late) {
			try {
				Object reason = members.get("reason");
				return new PastOccurrence(Instant.parse(String.valueOf(members.get("due"))),
						String.valueOf(members.get("outcome")), (reason != null) ? reason.toString() : null,
						Duration.ofMillis(late.longValue()));
			}
			catch (DateTimeParseException ex) {
				return null;
			}
		}
		return null;
	}

}
