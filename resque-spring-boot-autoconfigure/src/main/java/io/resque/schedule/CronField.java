package io.resque.schedule;

import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a cron expression, and the values that may be written there.
 */
enum CronField {

	SECOND(0, 59, "second (0 to 59)"),

	MINUTE(0, 59, "minute (0 to 59)"),

	HOUR(0, 23, "hour (0 to 23)"),

	/** Values below zero count from the end: -1 is the last day. */
	DAY(1, 31, "day of the month (1 to 31, L or -1 for the last, -2 for the one before)"),

	MONTH(1, 12, "month (1 to 12, jan to dec)", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
			"nov", "dec"),

	/** From 0 for Sunday; the n-th one of a month is written as {@link #nth} says. */
	WEEKDAY(0, 6, "day of the week (0 to 7, sun to sat; mon#2 for the second Monday)", "sun", "mon", "tue", "wed",
			"thu", "fri", "sat");

	private static final Pattern RANGE = Pattern.compile("(-?[^-]+)(?:-(-?[^-]+))?");

	private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,2}");

	private static final Pattern LAST = Pattern.compile("l|last", Pattern.CASE_INSENSITIVE);

	private static final int WEEKS = 5;

	private final int lowest;

	private final int highest;

	private final String meaning;

	private final List<String> names;

	CronField(int lowest, int highest, String meaning, String... names) {
		this.lowest = lowest;
		this.highest = highest;
		this.meaning = meaning;
		this.names = List.of(names);
	}

	/** The value in a set that stands for the n-th weekday, from the end below zero. */
	static int nth(int weekday, int n) {
		return weekday + 10 * n;
	}

	/** All values of a field as it was written. */
	NavigableSet<Integer> values(Part field) {
		NavigableSet<Integer> values = new TreeSet<>();
		for (Part element : field.split((c) -> c == ',')) {
			if (this == WEEKDAY && element.text().indexOf('#') > 0) {
				values.add(nth(element));
			}
			else {
				add(element, values);
			}
		}
		return values;
	}

	private int nth(Part element) {
		int hash = element.text().indexOf('#');
		Part number = element.part(hash + 1, element.text().length());
		int weekday = Math.floorMod(value(element.part(0, hash)), 7);
		if (LAST.matcher(number.text()).matches()) {
			return nth(weekday, -1);
		}
		int n = NUMBER.matcher(number.text()).matches() ? Integer.parseInt(number.text()) : 0;
		if (n == 0 || Math.abs(n) > WEEKS) {
			throw number.isNo("week of a month (1 to 5, L or -1 for the last)");
		}
		return nth(weekday, n);
	}

	private void add(Part element, NavigableSet<Integer> values) {
		List<Part> parts = element.split((c) -> c == '/');
		if (parts.size() > 2) {
			throw parts.get(2).is("a second step, where one is possible");
		}
		Part range = parts.get(0);
		boolean stepped = parts.size() > 1;
		int from = this.lowest;
		int to = this.highest;
		if (!range.text().equals("*")) {
			Matcher matcher = RANGE.matcher(range.text());
			if (!matcher.matches()) {
				throw range.isNo(this.meaning);
			}
			from = value(range.part(0, matcher.end(1)));
			if (matcher.group(2) != null) {
				to = end(range, from, value(range.part(matcher.start(2), matcher.end(2))));
			}
			else if (from < 0 || !stepped) {
				to = stepped ? -1 : from;
			}
		}
		add(from, to, stepped ? step(parts.get(1)) : 1, values);
	}

	private int end(Part range, int from, int to) {
		if (from > 0 && to == -1) {
			return this.highest;
		}
		if (this == DAY && from > 0 != to > 0) {
			throw range.isNo("range of days: both ends count from the same end of the month, as in -3--1 or 28-L");
		}
		return to;
	}

	/** A range that ends below its begin goes on after the highest value. */
	private void add(int from, int to, int step, NavigableSet<Integer> values) {
		int size = this.highest - this.lowest + 1;
		int first = (this == DAY && from < 0) ? -this.highest : this.lowest;
		int last = (to < from) ? to + size : to;
		for (int value = from; value <= last; value += step) {
			values.add(Math.floorMod(value - first, size) + first);
		}
	}

	private int step(Part step) {
		boolean number = NUMBER.matcher(step.text()).matches();
		if (!number || Integer.parseInt(step.text()) < 1) {
			throw step.isNo("step (1 to 99)");
		}
		return Integer.parseInt(step.text());
	}

	private int value(Part value) {
		String text = value.text().toLowerCase(Locale.ROOT);
		if (this.names.contains(text)) {
			return this.lowest + this.names.indexOf(text);
		}
		if (this == DAY && LAST.matcher(text).matches()) {
			return -1;
		}
		boolean number = NUMBER.matcher(text).matches() && (this == DAY || text.charAt(0) != '-');
		if (!number || !isPossible(Integer.parseInt(text))) {
			throw value.isNo(this.meaning);
		}
		return Integer.parseInt(text);
	}

	private boolean isPossible(int number) {
		return switch (this) {
			// Ruby's reader takes 24 for 0, and cron 7 for Sunday.
			case HOUR, WEEKDAY -> number >= 0 && number <= this.highest + 1;
			case DAY -> number != 0 && Math.abs(number) <= this.highest;
			case SECOND, MINUTE, MONTH -> number >= this.lowest && number <= this.highest;
		};
	}

}
