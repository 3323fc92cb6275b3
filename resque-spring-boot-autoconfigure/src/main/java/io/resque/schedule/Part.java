package io.resque.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

import io.resque.json.WellFormed;

/**
 * A part of a text that somebody wrote, which knows where it stands, for messages.
 *
 * @param kind what the whole is, such as {@code cron expression}
 * @param whole the whole text
 * @param start index of the first char of the part
 * @param end index after its last char
 */
record Part(String kind, String whole, int start, int end) {

	/**
	 * All of a text but the blanks around it.
	 * @throws InvalidRhythmException when there is nothing else, or far too much
	 */
	static Part of(String kind, String whole) {
		if (whole.length() > InvalidRhythmException.LONGEST) {
			throw new InvalidRhythmException(kind, whole,
					"it is longer than " + InvalidRhythmException.LONGEST + " characters");
		}
		if (whole.isBlank()) {
			throw new InvalidRhythmException(kind, whole, "it is empty");
		}
		int end = whole.stripTrailing().length();
		return new Part(kind, whole, whole.length() - whole.stripLeading().length(), end);
	}

	String text() {
		return this.whole.substring(this.start, this.end);
	}

	/** A part of this part. */
	Part part(int from, int to) {
		return new Part(this.kind, this.whole, this.start + from, this.start + to);
	}

	/** The parts between separators, also empty ones. */
	List<Part> split(IntPredicate separator) {
		List<Part> parts = new ArrayList<>();
		String text = text();
		int from = 0;
		for (int i = 0; i < text.length(); i++) {
			if (separator.test(text.charAt(i))) {
				parts.add(part(from, i));
				from = i + 1;
			}
		}
		parts.add(part(from, text.length()));
		return parts;
	}

	InvalidRhythmException isNo(String what) {
		return is("no " + what);
	}

	InvalidRhythmException is(String what) {
		String name = (this.start == this.end) ? "the empty place" : WellFormed.text(text());
		return new InvalidRhythmException(this.kind, this.whole,
				name + " at column " + (this.start + 1) + " is " + what);
	}

}
