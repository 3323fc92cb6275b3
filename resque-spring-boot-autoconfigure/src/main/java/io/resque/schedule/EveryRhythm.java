package io.resque.schedule;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A fixed time between two occurrences, whatever clocks say.
 */
public final class EveryRhythm implements Rhythm {

	private final String text;

	private final Duration period;

	private EveryRhythm(String text, Duration period) {
		this.text = text;
		this.period = period;
	}

	/**
	 * Reads a duration as rufus-scheduler writes them, such as {@code 30s},
	 * {@code 1h30m}, {@code 1d} or {@code PT5M}. A month has 30 days, a year 365; a bare
	 * number means seconds.
	 * @param duration the time between two occurrences
	 * @return the rhythm
	 * @throws InvalidRhythmException when it is no duration, shorter than a millisecond
	 * or longer than 100 years
	 */
	public static EveryRhythm parse(String duration) {
		return new EveryRhythm("every " + duration.strip(), RufusDuration.parse(duration));
	}

	/** The time between two occurrences. */
	public Duration period() {
		return this.period;
	}

	/** The first time at or after a bound that is whole periods after another one. */
	Instant inPhase(Instant first, Instant bound) {
		long periods = Duration.between(first, bound).dividedBy(this.period);
		Instant last = first.plus(this.period.multipliedBy(periods));
		return last.isBefore(bound) ? last.plus(this.period) : last;
	}

	@Override
	public @Nullable Occurrence after(Instant instant) {
		return instant.isAfter(Instant.MAX.minus(this.period)) ? null : new Occurrence(instant.plus(this.period), null);
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
