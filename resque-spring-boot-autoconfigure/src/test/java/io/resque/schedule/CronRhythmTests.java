package io.resque.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CronRhythmTests {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

	private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

	private static final Map<String, String> MACROS = Map.of("@hourly", "0 * * * *", "@weekly", "0 0 * * 0");

	/**
	 * How often each expression runs in 2026, worked out by hand. 1 January is a
	 * Thursday, the year has 365 days. Berlin skips 02:00 to 03:00 on 29 March and
	 * repeats it on 25 October; New York skips 02:00 to 03:00 on 8 March and repeats
	 * 01:00 to 02:00 on 1 November; Lord Howe repeats 01:30 to 02:00 on 5 April and skips
	 * 02:00 to 02:30 on 4 October.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			* * * * *             | 525600 | 525600 | 525600
			*/15 * * * *          | 35040  | 35040  | 35040
			0,30 */1 * * *        | 17520  | 17520  | 17520
			0 * * * *             | 8760   | 8760   | 8759
			30 * * * *            | 8760   | 8760   | 8761
			@hourly               | 8760   | 8760   | 8759
			0 */2 * * *           | 4380   | 4379   | 4379
			45 */3 * * *          | 2920   | 2920   | 2920
			0 2 * * *             | 365    | 365    | 365
			30 2 * * *            | 365    | 365    | 365
			30 1 * * *            | 365    | 365    | 365
			0 24 * * *            | 365    | 365    | 365
			0 1-3 * * *           | 1094   | 1094   | 1095
			0 22-4 * * *          | 2554   | 2554   | 2555
			*/10 2 * * *          | 2185   | 2185   | 2187
			*/20 1-2 * * *        | 2188   | 2188   | 2189
			10-40/10 0 * * *      | 1460   | 1460   | 1460
			5/15 6 * * *          | 1460   | 1460   | 1460
			*/7 5 * * *           | 3285   | 3285   | 3285
			*/30 1 * * sun        | 104    | 104    | 104
			0 0 1 * *             | 12     | 12     | 12
			0 12 last 2 *         | 1      | 1      | 1
			0 0 31 * *            | 7      | 7      | 7
			0 0 29 2 *            | 0      | 0      | 0
			0 9 -2 * *            | 12     | 12     | 12
			0 0 -3--1 * *         | 36     | 36     | 36
			0 0 28-3 * *          | 77     | 77     | 77
			0 0 28-L * *          | 41     | 41     | 41
			0 0 * nov-feb *       | 120    | 120    | 120
			0 0 1 jan-mar,DEC *   | 4      | 4      | 4
			0 8 * * mon-fri       | 261    | 261    | 261
			0 8 * * Fri-Mon       | 208    | 208    | 208
			0 8 * * 4,7           | 105    | 105    | 105
			@weekly               | 52     | 52     | 52
			0 8 * * mon#1,mon#3   | 24     | 24     | 24
			0 8 * * fri#5         | 4      | 4      | 4
			0 8 * * mon#L         | 12     | 12     | 12
			0 0 13 * fri          | 61     | 61     | 61
			0 0 1-7 * mon         | 124    | 124    | 124
			0 0 */2 * 1           | 212    | 212    | 212
			""")
	void runsAsOftenAsCronsRulesSay(String expression, int berlin, int newYork, int lordHowe) {
		walk(expression, BERLIN, berlin);
		walk(expression, NEW_YORK, newYork);
		walk(expression, LORD_HOWE, lordHowe);
	}

	private void walk(String expression, ZoneId zone, int times) {
		Instant begin = LocalDate.of(2026, 1, 1).atStartOfDay(zone).toInstant();
		Instant end = LocalDate.of(2027, 1, 1).atStartOfDay(zone).toInstant();
		List<Instant> found = between(CronRhythm.parse(expression, zone), begin, end);
		assertThat(found).as("%s in %s", expression, zone).hasSize(times);
		CronOracle oracle = new CronOracle(MACROS.getOrDefault(expression, expression));
		// Not containsExactly, which takes minutes for the longest of the lists.
		assertThat(found.equals(oracle.between(begin, end, zone))).as("%s in %s, minute by minute", expression, zone)
			.isTrue();
	}

	private static List<Instant> between(Rhythm rhythm, Instant begin, Instant end) {
		List<Instant> found = new ArrayList<>();
		Occurrence next = rhythm.after(begin.minusNanos(1));
		while (next != null && next.at().isBefore(end) && found.size() < 600_000) {
			found.add(next.at());
			next = rhythm.after(next.at());
		}
		return found;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 9 * * 1-5              | 2026-01-02T09:00    | 2026-01-05T09:00
			0 9 * * 1-5              | 2026-01-02T08:59:59 | 2026-01-02T09:00
			0 0 29 2 *               | 2026-01-01T00:00    | 2028-02-29T00:00
			0 0 29 2 *               | 2096-02-29T00:00    | 2104-02-29T00:00
			0 0 * 2 mon#5            | 2072-02-29T00:00    | 2112-02-29T00:00
			0 0 L * *                | 2028-01-31T00:00    | 2028-02-29T00:00
			0 0 -31 * *              | 2026-04-01T00:00    | 2026-05-01T00:00
			0 8 * * mon#-2           | 2026-01-01T00:00    | 2026-01-19T08:00
			0 8 * * sun#last         | 2026-03-01T00:00    | 2026-03-29T08:00
			0 8 * * 5-7/2            | 2026-01-02T09:00    | 2026-01-04T08:00
			0 8 * * 6-2/2            | 2026-01-04T08:00    | 2026-01-05T08:00
			0 8 29 2 mon             | 2026-02-23T08:00    | 2027-02-01T08:00
			0 20-0 * * *             | 2026-01-01T23:00    | 2026-01-02T00:00
			0 0-24/6 * * *           | 2026-01-01T18:00    | 2026-01-02T00:00
			*/10 * * * * *           | 2026-01-01T00:00:31 | 2026-01-01T00:00:40
			*/10 * * * * *           | 2026-01-01T00:00:50 | 2026-01-01T00:01
			59 59 23 31 12 *         | 2026-01-01T00:00    | 2026-12-31T23:59:59
			@yearly                  | 2026-01-01T00:00    | 2027-01-01T00:00
			@annually                | 2026-01-01T00:00    | 2027-01-01T00:00
			@Monthly                 | 2026-01-01T00:00    | 2026-02-01T00:00
			@daily                   | 2026-01-01T00:00    | 2026-01-02T00:00
			@midnight                | 2026-01-01T00:00    | 2026-01-02T00:00
			@noon                    | 2026-01-01T00:00    | 2026-01-01T12:00
			@noon +02:00             | 2026-01-01T00:00    | 2026-01-01T10:00
			0 9 * * * Europe/Berlin  | 2026-07-01T00:00    | 2026-07-01T07:00
			0 0 9 * * * Asia/Tokyo   | 2026-07-01T00:00    | 2026-07-02T00:00
			0 0 9 * * mon            | 2026-07-01T00:00    | 2026-07-06T09:00
			0 9 * * 1-5 America/New_York | 2026-07-01T00:00 | 2026-07-01T13:00
			""")
	void nextOneIs(String expression, LocalDateTime after, LocalDateTime next) {
		assertThat(CronRhythm.parse(expression, ZoneOffset.UTC).after(after.toInstant(ZoneOffset.UTC)))
			.isEqualTo(new Occurrence(next.toInstant(ZoneOffset.UTC), null));
	}

	@Test
	void textIsWhatWasWritten() {
		CronRhythm rhythm = CronRhythm.parse("  0 2 *\t* * Europe/Berlin\n", NEW_YORK);
		assertThat(rhythm.text()).isEqualTo("0 2 *\t* * Europe/Berlin");
		assertThat(rhythm).hasToString(rhythm.text());
	}

	@Test
	void fractionOfASecondCountsAsTimeGoneBy() {
		CronRhythm rhythm = CronRhythm.parse("* * * * * *", ZoneOffset.UTC);
		assertThat(rhythm.after(Instant.ofEpochSecond(100).minusNanos(1)))
			.isEqualTo(new Occurrence(Instant.ofEpochSecond(100), null));
		assertThat(rhythm.after(Instant.ofEpochSecond(100, 1)))
			.isEqualTo(new Occurrence(Instant.ofEpochSecond(101), null));
	}

	@Test
	void thereIsNoneInTheLastMillennia() {
		CronRhythm rhythm = CronRhythm.parse("* * * * *", BERLIN);
		assertThat(rhythm.after(Instant.MAX)).isNull();
		assertThat(rhythm.after(Instant.MIN)).isNotNull();
	}

}
