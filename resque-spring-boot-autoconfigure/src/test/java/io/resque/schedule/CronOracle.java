package io.resque.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Cron's rules in the most literal way: looks at each minute of a span. Knows five
 * fields.
 */
final class CronOracle {

	private static final List<String> MONTHS = List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
			"sep", "oct", "nov", "dec");

	private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

	private final String[] fields;

	private final boolean[] minutes = new boolean[60];

	private final boolean[] hours = new boolean[24];

	private final Map<LocalDate, Boolean> days = new HashMap<>();

	CronOracle(String expression) {
		this.fields = expression.toLowerCase(Locale.ROOT).split(" ");
		expand(this.fields[0], 0, 59, List.of()).forEach((minute) -> this.minutes[minute] = true);
		expand(this.fields[1].replace("24", "0"), 0, 23, List.of()).forEach((hour) -> this.hours[hour] = true);
	}

	/** All instants at which it runs, from the first to before the last. */
	List<Instant> between(Instant begin, Instant end, ZoneId zone) {
		List<Instant> found = new ArrayList<>();
		ZoneRules rules = zone.getRules();
		int before = rules.getOffset(begin.minus(1, ChronoUnit.MINUTES)).getTotalSeconds();
		int offset = before;
		long change = Long.MIN_VALUE;
		for (long at = begin.getEpochSecond(); at < end.getEpochSecond(); at += 60) {
			if (at >= change) {
				offset = rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds();
				ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(at));
				change = (next != null) ? next.toEpochSecond() : Long.MAX_VALUE;
			}
			boolean runs = matches(at + offset);
			if (!this.fields[1].startsWith("*")) {
				runs = (runs && isFirstPass(at, offset, rules)) || skippedAny(at + offset, offset - before);
			}
			if (runs) {
				found.add(Instant.ofEpochSecond(at));
			}
			before = offset;
		}
		return found;
	}

	private static boolean isFirstPass(long at, int offset, ZoneRules rules) {
		LocalDateTime local = LocalDateTime.ofEpochSecond(at + offset, 0, ZoneOffset.UTC);
		return rules.getValidOffsets(local).get(0).getTotalSeconds() == offset;
	}

	private boolean skippedAny(long local, int seconds) {
		for (int skipped = 60; skipped <= seconds; skipped += 60) {
			if (matches(local - skipped)) {
				return true;
			}
		}
		return false;
	}

	/** Whether the clock on the wall shows a time that was asked for. */
	private boolean matches(long local) {
		return this.minutes[(int) Math.floorMod(local / 60, 60L)] && this.hours[(int) Math.floorMod(local / 3_600, 24L)]
				&& this.days.computeIfAbsent(LocalDate.ofEpochDay(Math.floorDiv(local, 86_400L)), this::matchesDay);
	}

	private boolean matchesDay(LocalDate date) {
		boolean month = expand(this.fields[3], 1, 12, MONTHS).contains(date.getMonthValue());
		boolean monthday = expand(lastAsNumber(this.fields[2]), 1, 31, List.of()).stream()
			.anyMatch((day) -> date.getDayOfMonth() == ((day > 0) ? day : date.lengthOfMonth() + 1 + day));
		boolean weekday = List.of(this.fields[4].split(",")).stream().anyMatch((element) -> isWeekday(date, element));
		boolean either = !this.fields[2].equals("*") && !this.fields[4].equals("*");
		return month && (either ? (monthday || weekday) : (monthday && weekday));
	}

	private static String lastAsNumber(String days) {
		return days.replace("last", "-1").replace("l", "-1");
	}

	private static boolean isWeekday(LocalDate date, String element) {
		int hash = element.indexOf('#');
		if (element.equals("7")) {
			return date.getDayOfWeek() == DayOfWeek.SUNDAY;
		}
		if (hash < 0) {
			return expand(element, 0, 6, WEEKDAYS).contains(date.getDayOfWeek().getValue() % 7);
		}
		int weekday = number(element.substring(0, hash), WEEKDAYS);
		int n = Integer.parseInt(lastAsNumber(element.substring(hash + 1)));
		LocalDate nth = date.with(TemporalAdjusters.dayOfWeekInMonth(n, DayOfWeek.of((weekday == 0) ? 7 : weekday)));
		return nth.equals(date);
	}

	private static Set<Integer> expand(String field, int lowest, int highest, List<String> names) {
		Set<Integer> values = new HashSet<>();
		for (String element : field.split(",")) {
			String[] parts = element.split("/");
			int step = (parts.length > 1) ? Integer.parseInt(parts[1]) : 1;
			int dash = parts[0].indexOf('-', 1);
			int from = lowest;
			int to = highest;
			if (!parts[0].equals("*")) {
				from = number((dash > 0) ? parts[0].substring(0, dash) : parts[0], names);
				to = (dash > 0) ? number(parts[0].substring(dash + 1), names) : (parts.length > 1) ? highest : from;
			}
			to = (from > 0 && to < 0) ? highest : to;
			int seen = 0;
			for (int value = from;; value = (value == highest) ? lowest : value + 1) {
				if (seen++ % step == 0) {
					values.add(value);
				}
				if (value == to) {
					break;
				}
			}
		}
		return values;
	}

	private static int number(String text, List<String> names) {
		return names.contains(text) ? names.indexOf(text) : Integer.parseInt(text);
	}

}
