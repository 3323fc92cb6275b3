package io.resque.dashboard.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.resque.inspect.HistorySample;

/**
 * When the queues will be empty if everything goes on as in the last minutes.
 *
 * @param outlook what is to be expected
 * @param left how long it takes
 * @param perMinute by how much the pending jobs grow in a minute
 */
public record Drain(Outlook outlook, Duration left, long perMinute) {

	private static final Duration LOOK_BACK = Duration.ofMinutes(11);

	private static final Duration LEAST = Duration.ofMinutes(2);

	private static final Duration LONGEST = Duration.ofDays(30);

	static Drain of(List<HistorySample> samples, long pending, Instant now) {
		if (pending == 0) {
			return new Drain(Outlook.EMPTY, Duration.ZERO, 0);
		}
		for (HistorySample sample : samples) {
			Duration age = Duration.between(sample.at(), now);
			if (age.compareTo(LOOK_BACK) <= 0 && age.compareTo(LEAST) >= 0) {
				return of((pending - sample.pending()) / (age.toSeconds() / 60.0), pending);
			}
		}
		return new Drain(Outlook.UNKNOWN, Duration.ZERO, 0);
	}

	private static Drain of(double perMinute, long pending) {
		if (perMinute >= 1) {
			return new Drain(Outlook.GROWING, Duration.ZERO, Math.round(perMinute));
		}
		double minutes = pending / -perMinute;
		if (perMinute >= 0 || minutes > LONGEST.toMinutes()) {
			return new Drain(Outlook.STEADY, Duration.ZERO, 0);
		}
		return new Drain(Outlook.FALLING, Duration.ofSeconds(Math.max(1, Math.round(60 * minutes))), 0);
	}

	/** What is to be expected. */
	public enum Outlook {

		/** Nothing is pending. */
		EMPTY,

		/** There are fewer and fewer jobs. */
		FALLING,

		/** As many come as go. */
		STEADY,

		/** There are more and more jobs. */
		GROWING,

		/** Nobody has taken notes. */
		UNKNOWN

	}

}
