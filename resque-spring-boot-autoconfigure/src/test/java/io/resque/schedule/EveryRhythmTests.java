package io.resque.schedule;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EveryRhythmTests {

	@Test
	void comesAgainAfterThePeriod() {
		EveryRhythm rhythm = EveryRhythm.parse(" 1h30m ");
		assertThat(rhythm.period()).isEqualTo(Duration.ofMinutes(90));
		assertThat(rhythm.text()).isEqualTo("every 1h30m");
		assertThat(rhythm.after(Instant.parse("2026-03-29T00:30:00.5Z")))
			.isEqualTo(new Occurrence(Instant.parse("2026-03-29T02:00:00.5Z"), null));
		assertThat(rhythm.after(Instant.MAX.minusSeconds(5399))).isNull();
		assertThat(rhythm.after(Instant.MAX.minusSeconds(5400)).at()).isEqualTo(Instant.MAX);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			30s                              | PT30S
			1m                               | PT1M
			5m                               | PT5M
			1h                               | PT1H
			1h30m                            | PT1H30M
			1h30                             | PT1H30S
			15mins                           | PT15M
			1d                               | PT24H
			1w                               | PT168H
			1M                               | PT720H
			1M1m                             | PT720H1M
			2 months                         | PT1440H
			1y                               | PT8760H
			1y2M1d4h                         | PT10228H
			1Y1W1D1H1S                       | PT8953H1S
			500ms                            | PT0.5S
			45                               | PT45S
			0.5                              | PT0.5S
			1.5h                             | PT1H30M
			.5h                              | PT30M
			1 day, 2 hours and 30 minutes    | PT26H30M
			2 weeks                          | PT336H
			10 sec                           | PT10S
			3 seconds                        | PT3S
			+5m                              | PT5M
			P1D                              | PT24H
			PT1H30M                          | PT1H30M
			P1Y2M3W4DT5H6M7.5S               | PT10805H6M7.5S
			pt5m                             | PT5M
			36500d                           | PT876000H
			1ms                              | PT0.001S
			""")
	void durationIsReadAsRubyDoes(String text, Duration duration) {
		assertThat(RufusDuration.parse(text)).isEqualTo(duration);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					0                      | 0 at column 1 is too short: at least 1ms is needed
					0s                     | 0s at column 1 is too short: at least 1ms is needed
					0.9ms                  | 0.9ms at column 1 is too short: at least 1ms is needed
					PT0S                   | PT0S at column 1 is too short: at least 1ms is needed
					P                      | P at column 1 is too short: at least 1ms is needed
					-5m                    | -5m at column 1 is negative: only time to come is possible
					1h-30m                 | -30m at column 3 is negative: only time to come is possible
					PT-1H                  | PT-1H at column 1 is no ISO duration above zero, such as P1D or PT1H30M
					P1H                    | P1H at column 1 is no ISO duration above zero, such as P1D or PT1H30M
					36501d                 | 36501d at column 1 is too long: at most 100 years of 365 days are possible
					99999999999999999999y  | 99999999999999999999y at column 1 is too long: at most 100 years of 365 days are possible
					P99999999999999999999D | P99999999999999999999D at column 1 is too long: at most 100 years of 365 days are possible
					5 foo                  | foo at column 3 is no unit (y, M, w, d, h, m, s or ms)
					30 1h                  | the empty place at column 4 is no unit (y, M, w, d, h, m, s or ms)
					1h, soon               | , soon at column 3 is no number with a unit, such as 30s or 1h30m
					m                      | m at column 1 is no number with a unit, such as 30s or 1h30m
					٣s                     | ٣s at column 1 is no number with a unit, such as 30s or 1h30m
					1e9                    | e at column 2 is no unit (y, M, w, d, h, m, s or ms)
					""")
	void otherDurationIsRefused(String text, String fault) {
		assertThatExceptionOfType(InvalidRhythmException.class).isThrownBy(() -> EveryRhythm.parse(text))
			.withMessage("The duration '" + text + "' cannot be used: " + fault);
	}

	@Test
	void nothingAndFarTooMuchAreRefused() {
		assertThatExceptionOfType(InvalidRhythmException.class).isThrownBy(() -> EveryRhythm.parse(" "))
			.withMessage("The duration ' ' cannot be used: it is empty");
		assertThatExceptionOfType(InvalidRhythmException.class)
			.isThrownBy(() -> EveryRhythm.parse("9".repeat(10_000_000)))
			.withMessage("The duration '" + "9".repeat(255) + "…' cannot be used: it is longer than 255 characters");
	}

}
