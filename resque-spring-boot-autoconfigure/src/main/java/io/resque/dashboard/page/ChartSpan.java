package io.resque.dashboard.page;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How far back a chart looks.
 */
public enum ChartSpan {

	/** An hour, in minutes. */
	HOUR(Duration.ofMinutes(1), 60),

	/** A day, in quarters of an hour. */
	DAY(Duration.ofMinutes(15), 96);

	private final Duration step;

	private final int steps;

	ChartSpan(Duration step, int steps) {
		this.step = step;
		this.steps = steps;
	}

	/** The one that an address asks for with {@code chart}; an hour when it does not. */
	static ChartSpan of(@Nullable String text) {
		return switch ((text != null) ? text : "hour") {
			case "hour" -> HOUR;
			case "day" -> DAY;
			default -> throw new BadParameterException("chart");
		};
	}

	Duration step() {
		return this.step;
	}

	int steps() {
		return this.steps;
	}

	int minutes() {
		return (int) this.step.multipliedBy(this.steps).toMinutes();
	}

	/** Whether it is the day. */
	public boolean isDay() {
		return this == DAY;
	}

}
