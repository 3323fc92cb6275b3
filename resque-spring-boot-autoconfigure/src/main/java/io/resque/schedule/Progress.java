package io.resque.schedule;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come, as Redis keeps it:
 * {@code <next, milliseconds> <last, seconds> <rhythm>}. With another rhythm it begins
 * anew.
 *
 * @param next the next occurrence; null when there is none any more
 * @param lastByUs when a scheduler of ours has enqueued its job for the last time
 */
record Progress(@Nullable Instant next, Instant lastByUs) {

	private static final String NEVER = "never";

	private static final String NUMBER = "\\d{1,15}";

	static @Nullable Progress of(@Nullable String text, Schedule schedule) {
		String[] words = (text != null) ? text.split(" ", 3) : new String[0];
		if (words.length < 3 || !words[1].matches(NUMBER) || !words[2].equals(rhythm(schedule))) {
			return null;
		}
		Instant last = Instant.ofEpochSecond(Long.parseLong(words[1]));
		if (words[0].equals(NEVER)) {
			return new Progress(null, last);
		}
		return words[0].matches(NUMBER) ? new Progress(Instant.ofEpochMilli(Long.parseLong(words[0])), last) : null;
	}

	String text(Schedule schedule) {
		String due = (this.next != null) ? Long.toString(this.next.toEpochMilli()) : NEVER;
		return due + " " + this.lastByUs.getEpochSecond() + " " + rhythm(schedule);
	}

	private static String rhythm(Schedule schedule) {
		Rhythm rhythm = schedule.rhythm();
		return (rhythm != null)
				? rhythm.identity() + ((schedule.firstIn() != null) ? " first in " + schedule.firstIn() : "") : "";
	}

}
