package io.resque.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One time at which a recurring job is due.
 *
 * @param at the instant
 * @param note why it is not at the time that was written, such as
 * {@code 02:30 does not exist on 29 March 2026: runs at 03:00}, or {@code null} when it
 * is
 */
public record Occurrence(Instant at, @Nullable String note) {

	static List<Occurrence> after(Instant instant, Rhythm rhythm, int count) {
		List<Occurrence> occurrences = new ArrayList<>();
		Occurrence next = rhythm.after(instant);
		while (next != null && occurrences.size() < count) {
			occurrences.add(next);
			next = rhythm.after(next.at());
		}
		return occurrences;
	}

}
