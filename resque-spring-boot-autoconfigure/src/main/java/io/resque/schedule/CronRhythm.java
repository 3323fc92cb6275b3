package io.resque.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A cron expression, as Ruby's resque-scheduler takes them: the five fields minute, hour,
 * day of the month, month and day of the week, with the second in front as a sixth one if
 * wanted, and a time zone at the end if wanted; or a macro such as {@code @daily}.
 * <p>
 * Each field takes {@code *}, numbers, lists, ranges (22-4 goes over midnight) and steps
 * (5/15 is from 5 on); months and days of the week also take names. The last day of the
 * month is {@code L} or {@code -1}, the one before {@code -2}; the second Monday of the
 * month is {@code mon#2}, the last one {@code mon#L}. When both the day of the month and
 * the day of the week are anything else than a star, a day that matches either of them
 * will do; a star with a step counts as a restriction, as in Ruby.
 * <p>
 * When clocks are changed:
 * <ul>
 * <li>An expression whose hour field begins with a star follows real time. In the hour
 * that comes twice it runs in both, and local times that are skipped are left out. So
 * {@code 0 * * * *} runs once an hour on each day of the year.</li>
 * <li>Every other expression runs once for each local time. In the hour that comes twice
 * it runs in the first one. A local time that is skipped runs at the first moment
 * afterwards, with a {@linkplain Occurrence#note() note}; several that are skipped
 * together run once.</li>
 * </ul>
 */
public final class CronRhythm implements Rhythm {

	/** Four digits for the year; and far from where sums of dates overflow. */
	private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

	private final String text;

	private final CronTimes times;

	private final boolean realTime;

	private final ZoneRules rules;

	private final String identity;

	private CronRhythm(String text, CronText parts, ZoneId defaultZone) {
		this.text = text;
		this.times = parts.times();
		this.realTime = parts.hasStarHour();
		this.rules = parts.zoneOr(defaultZone).getRules();
		this.identity = (parts.zone() != null) ? text : text + " " + defaultZone;
	}

	/**
	 * Reads a cron expression.
	 * @param expression the expression
	 * @param defaultZone the time zone when the expression names none
	 * @return the rhythm
	 * @throws InvalidRhythmException when it cannot be understood, or never comes up
	 */
	public static CronRhythm parse(String expression, ZoneId defaultZone) {
		return new CronRhythm(expression.strip(), CronText.of(expression), defaultZone);
	}

	/**
	 * Goes from one stretch of constant offset to the next, so time never runs backwards.
	 */
	@Override
	public @Nullable Occurrence after(Instant instant) {
		if (instant.isAfter(LAST)) {
			return null;
		}
		Instant start = (instant.isBefore(FIRST) ? FIRST : instant).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
		ZoneOffsetTransition change = this.rules.previousTransition(start.plusNanos(1));
		LocalDateTime from = firstOf(change, start);
		LocalDateTime end = from.plusYears(100);
		while (true) {
			ZoneOffsetTransition next = this.rules.nextTransition(start);
			boolean isLast = next == null || !next.getDateTimeBefore().isBefore(end);
			LocalDateTime local = this.times.first(from, isLast ? end : next.getDateTimeBefore());
			if (local != null) {
				return occurrence(local, change, start);
			}
			if (isLast) {
				return null;
			}
			change = next;
			start = next.getInstant();
			from = firstOf(change, start);
		}
	}

	/** The first local time that counts as one of the stretch, at its start or later. */
	private LocalDateTime firstOf(@Nullable ZoneOffsetTransition change, Instant start) {
		LocalDateTime local = LocalDateTime.ofInstant(start, this.rules.getOffset(start));
		if (this.realTime || change == null) {
			return local;
		}
		LocalDateTime before = change.getDateTimeBefore();
		return (change.getInstant().equals(start) || local.isBefore(before)) ? before : local;
	}

	private Occurrence occurrence(LocalDateTime local, @Nullable ZoneOffsetTransition change, Instant start) {
		if (change != null && local.isBefore(change.getDateTimeAfter())) {
			return new Occurrence(change.getInstant(), note(local, change.getDateTimeAfter()));
		}
		return new Occurrence(local.toInstant(this.rules.getOffset(start)), null);
	}

	private static String note(LocalDateTime skipped, LocalDateTime instead) {
		String otherDay = instead.toLocalDate().equals(skipped.toLocalDate()) ? "" : " on " + DATE.format(instead);
		return skipped.toLocalTime() + " does not exist on " + DATE.format(skipped) + ": runs at "
				+ instead.toLocalTime() + otherDay;
	}

	/** With the time zone, also when the expression names none. */
	@Override
	public String identity() {
		return this.identity;
	}

	@Override
	public String text() {
		return this.text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
