package io.resque.schedule;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come, as Redis keeps it: {@code <milliseconds> <rhythm>}. With
 * another rhythm it begins anew.
 *
 * @param next the next occurrence; null when there is none any more
 */
record Progress(@Nullable Instant next) {

	private static final String NEVER = "never";

	static @Nullable Progress of(@Nullable String text, Schedule schedule) {
		String[] words = (text != null) ? text.split(" ", 2) : new String[0];
		if (words.length < 2 || !words[1].equals(rhythm(schedule))) {
			return null;
		}
		if (words[0].equals(NEVER)) {
			return new Progress(null);
		}
		return words[0].matches("\\d{1,15}") ? new Progress(Instant.ofEpochMilli(Long.parseLong(words[0]))) : null;
	}

	String text(Schedule schedule) {
		return ((this.next != null) ? Long.toString(this.next.toEpochMilli()) : NEVER) + " " + rhythm(schedule);
	}

	private static String rhythm(Schedule schedule) {
		Rhythm rhythm = schedule.rhythm();
		return (rhythm != null)
				? rhythm.text() + ((schedule.firstIn() != null) ? " first in " + schedule.firstIn() : "") : "";
	}

}
