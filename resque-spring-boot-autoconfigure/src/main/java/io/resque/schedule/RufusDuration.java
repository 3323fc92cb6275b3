package io.resque.schedule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as rufus-scheduler and its fugit read them: {@code 1h30m}, {@code 15mins},
 * {@code 1 day and 2 hours}, ISO's {@code P1DT12H}, and bare numbers of seconds.
 */
final class RufusDuration {

	private static final String KIND = "duration";

	private static final Pattern ELEMENT = Pattern.compile(
			"\\G(?:[\\s,]|and(?![a-z]))*\\+?" + "(?<number>[0-9]+\\.?[0-9]*|\\.[0-9]+) *(?<unit>[a-z]*)",
			Pattern.CASE_INSENSITIVE);

	/** One group for each of {@link #ISO_UNITS}. */
	private static final Pattern ISO = Pattern.compile("P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?"
			+ "(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]*\\.?[0-9]+)S)?)?", Pattern.CASE_INSENSITIVE);

	private static final String[] ISO_UNITS = { "y", "M", "w", "d", "h", "m", "s" };

	private static final BigDecimal DAY = BigDecimal.valueOf(86_400_000);

	private static final BigDecimal LONGEST = DAY.multiply(BigDecimal.valueOf(36_500));

	private RufusDuration() {
	}

	/**
	 * Reads a duration.
	 * @throws InvalidRhythmException when it is none, shorter than a millisecond or
	 * longer than 100 years
	 */
	static Duration parse(String text) {
		Part whole = Part.of(KIND, text);
		boolean iso = whole.text().regionMatches(true, 0, "P", 0, 1);
		BigDecimal millis = iso ? isoMillis(whole) : millis(whole);
		if (millis.compareTo(BigDecimal.ONE) < 0) {
			throw whole.is("too short: at least 1ms is needed");
		}
		if (millis.compareTo(LONGEST) > 0) {
			throw whole.is("too long: at most 100 years of 365 days are possible");
		}
		return Duration.ofNanos(millis.movePointRight(6).longValue());
	}

	private static BigDecimal isoMillis(Part whole) {
		Matcher matcher = ISO.matcher(whole.text());
		if (!matcher.matches()) {
			throw whole.isNo("ISO duration above zero, such as P1D or PT1H30M");
		}
		BigDecimal sum = BigDecimal.ZERO;
		for (int i = 0; i < ISO_UNITS.length; i++) {
			String number = matcher.group(i + 1);
			if (number != null) {
				sum = sum.add(new BigDecimal(number).multiply(millis(ISO_UNITS[i])));
			}
		}
		return sum;
	}

	private static BigDecimal millis(Part whole) {
		String text = whole.text();
		Matcher matcher = ELEMENT.matcher(text);
		BigDecimal sum = BigDecimal.ZERO;
		int end = 0;
		while (end < text.length()) {
			if (!matcher.find()) {
				Part rest = whole.part(end, text.length());
				throw (text.charAt(end) == '-') ? rest.is("negative: only time to come is possible")
						: rest.isNo("number with a unit, such as 30s or 1h30m");
			}
			end = matcher.end();
			Part unit = whole.part(matcher.start("unit"), end);
			BigDecimal millis = millis(unit.text());
			if (millis.signum() == 0 || (unit.text().isEmpty() && end < text.length())) {
				throw unit.isNo("unit (y, M, w, d, h, m, s or ms)");
			}
			sum = sum.add(new BigDecimal(matcher.group("number")).multiply(millis));
		}
		return sum;
	}

	/**
	 * How long a unit is, or zero when it is none; only {@code M} depends on its case.
	 */
	private static BigDecimal millis(String unit) {
		if (unit.equals("M")) {
			return DAY.multiply(BigDecimal.valueOf(30));
		}
		return switch (unit.toLowerCase(Locale.ROOT)) {
			case "ms" -> BigDecimal.ONE;
			case "", "s", "sec", "secs", "second", "seconds" -> BigDecimal.valueOf(1_000);
			case "m", "min", "mins", "minute", "minutes" -> BigDecimal.valueOf(60_000);
			case "h", "hour", "hours" -> BigDecimal.valueOf(3_600_000);
			case "d", "day", "days" -> DAY;
			case "w", "week", "weeks" -> DAY.multiply(BigDecimal.valueOf(7));
			case "month", "months" -> DAY.multiply(BigDecimal.valueOf(30));
			case "y", "year", "years" -> DAY.multiply(BigDecimal.valueOf(365));
			default -> BigDecimal.ZERO;
		};
	}

}
