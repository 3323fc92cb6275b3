package io.resque.redis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads points in time as Ruby, PHP and jesque write them.
 */
final class RubyTimeParser {

	private static final int LONGEST = 64;

	private static final Pattern TIME = Pattern.compile("\\s*(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})[T ]\\s*"
			+ "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?\\s*([-+]\\d{2}(?::?\\d{2})?|[A-Za-z]+)?\\s*");

	/**
	 * Hours from UTC. Abbreviations that several zones share are meant as Ruby's parser
	 * means them.
	 */
	private static final Map<String, Double> ZONES = Map.ofEntries(Map.entry("Z", 0.0), Map.entry("UTC", 0.0),
			Map.entry("GMT", 0.0), Map.entry("WET", 0.0), Map.entry("WEST", 1.0), Map.entry("BST", 1.0),
			Map.entry("CET", 1.0), Map.entry("CEST", 2.0), Map.entry("MEZ", 1.0), Map.entry("MESZ", 2.0),
			Map.entry("EET", 2.0), Map.entry("EEST", 3.0), Map.entry("MSK", 3.0), Map.entry("IST", 5.5),
			Map.entry("JST", 9.0), Map.entry("KST", 9.0), Map.entry("SGT", 8.0), Map.entry("HKT", 8.0),
			Map.entry("AEST", 10.0), Map.entry("AEDT", 11.0), Map.entry("NZST", 12.0), Map.entry("NZDT", 13.0),
			Map.entry("EST", -5.0), Map.entry("EDT", -4.0), Map.entry("CST", -6.0), Map.entry("CDT", -5.0),
			Map.entry("MST", -7.0), Map.entry("MDT", -6.0), Map.entry("PST", -8.0), Map.entry("PDT", -7.0),
			Map.entry("AKST", -9.0), Map.entry("AKDT", -8.0), Map.entry("HST", -10.0), Map.entry("BRT", -3.0));

	private RubyTimeParser() {
	}

	static @Nullable Instant parse(String text) {
		if (text.length() > LONGEST) {
			return null;
		}
		Matcher time = TIME.matcher(text);
		if (!time.matches()) {
			return null;
		}
		try {
			ZoneOffset zone = zone(time.group(8));
			return (zone != null) ? local(time).toInstant(zone) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static LocalDateTime local(Matcher time) {
		int second = (time.group(6) != null) ? number(time, 6) : 0;
		int nano = (time.group(7) != null) ? Integer.parseInt((time.group(7) + "00000000").substring(0, 9)) : 0;
		return LocalDateTime.of(number(time, 1), number(time, 2), number(time, 3), number(time, 4), number(time, 5),
				second, nano);
	}

	private static int number(Matcher time, int group) {
		return Integer.parseInt(time.group(group));
	}

	/** Without a zone it is anybody's guess; most servers run in UTC. */
	private static @Nullable ZoneOffset zone(@Nullable String zone) {
		if (zone == null) {
			return ZoneOffset.UTC;
		}
		if (zone.startsWith("+") || zone.startsWith("-")) {
			return ZoneOffset.of(zone);
		}
		Double hours = ZONES.get(zone.toUpperCase(Locale.ROOT));
		return (hours != null) ? ZoneOffset.ofTotalSeconds((int) (hours * 3600)) : null;
	}

}
