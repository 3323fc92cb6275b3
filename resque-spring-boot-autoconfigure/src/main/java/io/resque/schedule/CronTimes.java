package io.resque.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.NavigableSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The local times of a cron expression: what its fields match on a clock that knows no
 * zone.
 *
 * @param seconds never empty, as all others
 * @param minutes in ascending order
 * @param hours in ascending order
 * @param days days of the month; below zero from the end
 * @param months from 1
 * @param weekdays see {@link CronField#WEEKDAY}
 * @param eitherDay whether a day needs to match only one of {@code days} and
 * {@code weekdays}
 */
record CronTimes(NavigableSet<Integer> seconds, NavigableSet<Integer> minutes, NavigableSet<Integer> hours,
		Set<Integer> days, Set<Integer> months, Set<Integer> weekdays, boolean eitherDay) {

	/**
	 * The first local time of a span.
	 * @param from begin of the span, a whole second, itself included
	 * @param end end of the span, itself left out
	 * @return the time, or {@code null} when there is none
	 */
	@Nullable LocalDateTime first(LocalDateTime from, LocalDateTime end) {
		LocalDate day = from.toLocalDate();
		LocalTime earliest = from.toLocalTime();
		while (!day.isAfter(end.toLocalDate())) {
			if (!this.months.contains(day.getMonthValue())) {
				day = day.withDayOfMonth(1).plusMonths(1);
			}
			else {
				LocalTime time = hasDay(day) ? first(earliest) : null;
				if (time != null) {
					LocalDateTime found = day.atTime(time);
					return found.isBefore(end) ? found : null;
				}
				day = day.plusDays(1);
			}
			earliest = LocalTime.MIDNIGHT;
		}
		return null;
	}

	private boolean hasDay(LocalDate date) {
		int length = date.lengthOfMonth();
		int day = date.getDayOfMonth();
		int weekday = date.getDayOfWeek().getValue() % 7;
		boolean dayMatches = this.days.contains(day) || this.days.contains(day - length - 1);
		boolean weekdayMatches = this.weekdays.contains(weekday)
				|| this.weekdays.contains(CronField.nth(weekday, (day + 6) / 7))
				|| this.weekdays.contains(CronField.nth(weekday, -(length - day + 7) / 7));
		return this.eitherDay ? dayMatches || weekdayMatches : dayMatches && weekdayMatches;
	}

	private @Nullable LocalTime first(LocalTime earliest) {
		Integer second = this.seconds.ceiling(earliest.getSecond());
		Integer minute = this.minutes.ceiling(earliest.getMinute() + ((second != null) ? 0 : 1));
		Integer hour = this.hours.ceiling(earliest.getHour() + ((minute != null) ? 0 : 1));
		if (hour == null) {
			return null;
		}
		if (minute == null || hour > earliest.getHour()) {
			return LocalTime.of(hour, this.minutes.first(), this.seconds.first());
		}
		if (second == null || minute > earliest.getMinute()) {
			return LocalTime.of(hour, minute, this.seconds.first());
		}
		return LocalTime.of(hour, minute, second);
	}

}
