package io.resque.dashboard.view;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Says the usual rhythms of schedules in plain words. What it does not know it leaves to
 * the expression, rather than saying it wrongly.
 */
final class RhythmWords {

	private static final Map<String, String> MACROS = Map.of("@yearly", "0 0 1 1 *", "@annually", "0 0 1 1 *",
			"@monthly", "0 0 1 * *", "@weekly", "0 0 * * 0", "@daily", "0 0 * * *", "@midnight", "0 0 * * *", "@noon",
			"0 12 * * *", "@hourly", "0 * * * *");

	private static final Pattern PERIOD = Pattern.compile("every ([1-9][0-9]{0,5}) ?([smhd])");

	private static final Pattern ZONE = Pattern.compile("(?!(?:sun|mon|tue|wed|thu|fri|sat))[a-z+-].*",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern STEP = Pattern.compile("\\*/([1-9][0-9]?)");

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,2}");

	private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

	private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
			"oct", "nov", "dec");

	private final DashboardMessages messages;

	private final Locale locale;

	RhythmWords(DashboardMessages messages, Locale locale) {
		this.messages = messages;
		this.locale = locale;
	}

	/** The words, or null. */
	@Nullable String of(String rhythm) {
		Matcher period = PERIOD.matcher(rhythm);
		if (period.matches()) {
			return text("rhythm.every." + period.group(2), Long.parseLong(period.group(1)));
		}
		List<String> words = new ArrayList<>(Arrays.asList(rhythm.strip().split("\\s+")));
		String macro = MACROS.get(words.get(0).toLowerCase(Locale.ROOT));
		if (macro != null) {
			words.remove(0);
			words.addAll(0, Arrays.asList(macro.split(" ")));
		}
		String zone = (words.size() > 5 && ZONE.matcher(words.get(words.size() - 1)).matches())
				? words.remove(words.size() - 1) : null;
		if (words.size() == 6 && words.get(0).equals("0")) {
			words.remove(0);
		}
		String said = (words.size() == 5) ? fields(words) : null;
		return (said != null && zone != null) ? text("rhythm.zone", said, zone) : said;
	}

	private @Nullable String fields(List<String> fields) {
		String minute = fields.get(0);
		String hour = fields.get(1);
		boolean everyDay = fields.subList(2, 5).stream().allMatch("*"::equals);
		if (NUMBER.matcher(minute).matches() && NUMBER.matcher(hour).matches()) {
			String time = "%02d:%02d".formatted(Integer.parseInt(hour) % 24, Integer.parseInt(minute));
			return everyDay ? text("rhythm.daily", time) : days(fields.get(2), fields.get(3), fields.get(4), time);
		}
		if (!everyDay) {
			return null;
		}
		return hour.equals("*") ? withinTheHour(minute) : withinTheDay(minute, hour);
	}

	private @Nullable String withinTheHour(String minute) {
		if (NUMBER.matcher(minute).matches()) {
			return text("rhythm.hourly", Integer.parseInt(minute));
		}
		int step = minute.equals("*") ? 1 : step(minute, 60);
		return (step > 0) ? text("rhythm.every.m", (long) step) : null;
	}

	private @Nullable String withinTheDay(String minute, String hour) {
		int step = step(hour, 24);
		return (step > 0 && NUMBER.matcher(minute).matches()) ? text("rhythm.hours", step, Integer.parseInt(minute))
				: null;
	}

	/** One that does not divide its whole is not even. */
	private static int step(String field, int whole) {
		Matcher step = STEP.matcher(field);
		int number = step.matches() ? Integer.parseInt(step.group(1)) : 0;
		return (number > 0 && whole % number == 0) ? number : 0;
	}

	private @Nullable String days(String day, String month, String weekday, String time) {
		if (day.equals("*") && month.equals("*")) {
			return weekdays(weekday, time);
		}
		boolean last = day.equalsIgnoreCase("L") || day.equals("-1");
		if (!weekday.equals("*") || !(last || NUMBER.matcher(day).matches())) {
			return null;
		}
		if (month.equals("*")) {
			return last ? text("rhythm.month-end", time) : text("rhythm.monthly", Integer.parseInt(day), time);
		}
		int number = index(month, MONTHS, 1);
		return (last || number < 1 || number > 12) ? null : text("rhythm.yearly",
				Month.of(number).getDisplayName(TextStyle.FULL, this.locale), Integer.parseInt(day), time);
	}

	private @Nullable String weekdays(String field, String time) {
		List<String> names = new ArrayList<>();
		for (String part : field.split(",", -1)) {
			String[] ends = part.split("-", -1);
			int first = index(ends[0], DAYS, 0);
			int last = index(ends[ends.length - 1], DAYS, 0);
			if (ends.length > 2 || first < 0 || last < first || last > 7) {
				return null;
			}
			for (int day = first; day <= last; day++) {
				names.add(DayOfWeek.of((day % 7 == 0) ? 7 : day).getDisplayName(TextStyle.FULL, this.locale));
			}
		}
		String all = names.stream()
			.distinct()
			.collect(Collectors.joining(this.messages.text(this.locale, "rhythm.and")));
		return text("rhythm.weekly", all, time);
	}

	private static int index(String value, List<String> names, int first) {
		if (NUMBER.matcher(value).matches()) {
			return Integer.parseInt(value);
		}
		int index = names.indexOf(value.toLowerCase(Locale.ROOT));
		return (index < 0) ? -1 : index + first;
	}

	private String text(String code, Object... arguments) {
		return this.messages.text(this.locale, code, arguments);
	}

}
