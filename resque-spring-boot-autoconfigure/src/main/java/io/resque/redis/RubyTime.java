package io.resque.redis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Points in time as Ruby's Resque writes them, each kind of key in its own format. Ours
 * are always in UTC.
 */
public final class RubyTime {

	private static final DateTimeFormatter TO_S = formatter("yyyy-MM-dd HH:mm:ss '+0000'");

	private static final DateTimeFormatter HEARTBEAT = formatter("yyyy-MM-dd'T'HH:mm:ss'+00:00'");

	private static final DateTimeFormatter FAILED_AT = formatter("yyyy/MM/dd HH:mm:ss 'UTC'");

	private static final DateTimeFormatter WITHOUT_ZONE = formatter("yyyy/MM/dd HH:mm:ss");

	private RubyTime() {
	}

	/** For {@code run_at}: {@code 2026-11-20T15:00:24Z}. */
	public static String runAt(Instant time) {
		return time.truncatedTo(ChronoUnit.SECONDS).toString();
	}

	/** For {@code worker:<id>:started}: {@code 2026-11-20 15:00:24 +0000}. */
	public static String started(Instant time) {
		return TO_S.format(time);
	}

	/** For {@code workers:heartbeat}: {@code 2026-11-20T15:00:24+00:00}. */
	public static String heartbeat(Instant time) {
		return HEARTBEAT.format(time);
	}

	/** For {@code failed_at} and {@code retried_at}: {@code 2026/11/20 15:00:24 UTC}. */
	public static String failedAt(Instant time) {
		return FAILED_AT.format(time);
	}

	/**
	 * For a failure of a job that is tried again (resque-retry), and for
	 * {@code retried_at} in the failed list of one queue: {@code 2026/11/20 15:00:24}.
	 */
	public static String withoutZone(Instant time) {
		return WITHOUT_ZONE.format(time);
	}

	/**
	 * Reads a time in any of these formats, in ISO 8601 as PHP and jesque write it, with
	 * an offset, one of the usual abbreviations of a zone, or neither, which is read as
	 * UTC.
	 * @param text the text
	 * @return the time, or null when the text is none
	 */
	public static @Nullable Instant parse(@Nullable String text) {
		return (text != null) ? RubyTimeParser.parse(text) : null;
	}

	private static DateTimeFormatter formatter(String pattern) {
		return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
	}

}
