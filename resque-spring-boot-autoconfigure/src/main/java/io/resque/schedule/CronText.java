package io.resque.schedule;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A cron expression in its parts.
 *
 * @param fields one for each {@link CronField}, in their order
 * @param zone the time zone at the end, if there is one
 */
record CronText(List<Part> fields, @Nullable Part zone) {

	private static final String KIND = "cron expression";

	private static final Map<String, String> MACROS = Map.of("@yearly", "0 0 1 1 *", "@annually", "0 0 1 1 *",
			"@monthly", "0 0 1 * *", "@weekly", "0 0 * * 0", "@daily", "0 0 * * *", "@midnight", "0 0 * * *", "@noon",
			"0 12 * * *", "@hourly", "0 * * * *");

	/** Minute to day of the week. */
	private static final int FEWEST = 5;

	/**
	 * Tells a zone from a day of the week, where either may stand; none begins like a
	 * day.
	 */
	private static final Pattern ZONE = Pattern.compile("(?i)(?!sun|mon|tue|wed|thu|fri|sat)[a-z+-].*");

	private static final LocalDateTime BEGIN = LocalDateTime.of(2000, 1, 1, 0, 0);

	/** What does not come up in a century never does. */
	private static final LocalDateTime END = BEGIN.plusYears(100);

	static CronText of(String expression) {
		List<Part> words = words(Part.of(KIND, expression));
		int count = words.size();
		Part last = words.get(count - 1);
		if (words.get(0).text().startsWith("@")) {
			return macro(words);
		}
		if (count < FEWEST) {
			throw new InvalidRhythmException(KIND, expression, "it ends at column " + last.end() + " after " + count
					+ " of the fields minute, hour, day of the month, month and day of the week");
		}
		if (count > FEWEST + 2) {
			throw words.get(FEWEST + 2)
				.is("too much: possible are five fields, a sixth for the second in front, and a time zone at the end");
		}
		boolean zoned = count > FEWEST + 1 || (count > FEWEST && ZONE.matcher(last.text()).matches());
		return zoned ? of(words.subList(0, count - 1), last) : of(words, null);
	}

	private static CronText macro(List<Part> words) {
		Part macro = words.get(0);
		String fields = MACROS.get(macro.text().toLowerCase(Locale.ROOT));
		if (fields == null) {
			throw macro.isNo("macro (@hourly, @daily, @midnight, @noon, @weekly, @monthly, @yearly or @annually)");
		}
		if (words.size() > 2) {
			throw words.get(2).is("too much: only a time zone may follow " + macro.text());
		}
		return of(words(Part.of(KIND, fields)), (words.size() > 1) ? words.get(1) : null);
	}

	private static CronText of(List<Part> fields, @Nullable Part zone) {
		if (fields.size() > FEWEST) {
			return new CronText(fields, zone);
		}
		return new CronText(Stream.concat(Stream.of(Part.of(KIND, "0")), fields.stream()).toList(), zone);
	}

	private static List<Part> words(Part whole) {
		return whole.split(Character::isWhitespace).stream().filter((part) -> !part.text().isEmpty()).toList();
	}

	ZoneId zoneOr(ZoneId other) {
		if (this.zone == null) {
			return other;
		}
		try {
			return ZoneId.of(this.zone.text());
		}
		catch (DateTimeException ex) {
			throw this.zone.isNo("time zone, such as Europe/Berlin, UTC or +02:00");
		}
	}

	/** Whether the hours were written as a star, with or without a step. */
	boolean hasStarHour() {
		return text(CronField.HOUR).startsWith("*");
	}

	CronTimes times() {
		boolean eitherDay = !text(CronField.DAY).equals("*") && !text(CronField.WEEKDAY).equals("*");
		CronTimes times = new CronTimes(values(CronField.SECOND), values(CronField.MINUTE), values(CronField.HOUR),
				values(CronField.DAY), values(CronField.MONTH), values(CronField.WEEKDAY), eitherDay);
		if (times.first(BEGIN, END) == null) {
			throw this.fields.get(CronField.DAY.ordinal()).isNo("day of any such month: it would never run");
		}
		return times;
	}

	private NavigableSet<Integer> values(CronField field) {
		return field.values(this.fields.get(field.ordinal()));
	}

	private String text(CronField field) {
		return this.fields.get(field.ordinal()).text();
	}

}
