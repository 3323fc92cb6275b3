package io.resque;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a delayed job is due, for {@code later(Archive.class, in(5, MINUTES))}.
 *
 * @param at the time; jobs start at whole seconds, and not before their time
 */
public record Due(Instant at) {

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

	public Due {
		if (at.isAfter(LAST)) {
			throw new IllegalArgumentException("A job can be delayed until the end of the year 9999, not until " + at);
		}
	}

	/** At a time. */
	public static Due at(Instant at) {
		return new Due(at);
	}

	/** After a delay from now. */
	public static Due in(Duration delay) {
		return new Due(Instant.now().plus(delay));
	}

	/** After a delay from now. */
	public static Due in(long amount, ChronoUnit unit) {
		return in(Duration.of(amount, unit));
	}

	/** The second that Redis keeps: the first one that is not before the time. */
	long second() {
		return this.at.getEpochSecond() + ((this.at.getNano() > 0) ? 1 : 0);
	}

	boolean hasCome() {
		return second() <= Instant.now().getEpochSecond();
	}

}
