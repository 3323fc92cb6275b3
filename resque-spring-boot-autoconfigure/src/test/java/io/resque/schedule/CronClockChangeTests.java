package io.resque.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CronClockChangeTests {

	/** Zones with all that ever happened to clocks: half hours, midnights, whole days. */
	private static final List<ZoneId> ZONES = Stream
		.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo",
				"Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "Antarctica/Troll", "America/St_Johns",
				"Europe/Moscow", "Asia/Pyongyang", "America/Caracas", "Pacific/Kwajalein", "Asia/Gaza", "Europe/Lisbon")
		.map(ZoneId::of)
		.toList();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					30 2 * * *      | Europe/Berlin       | 2026-03-28T12:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00
					0,30 2,3 * * *  | Europe/Berlin       | 2026-03-29T01:00+01:00 | 2026-03-29T03:00+02:00 2026-03-29T03:30+02:00
					0 * * * *       | Europe/Berlin       | 2026-03-29T00:59+01:00 | 2026-03-29T01:00+01:00 2026-03-29T03:00+02:00
					0 */2 * * *     | Europe/Berlin       | 2026-03-29T00:00+01:00 | 2026-03-29T04:00+02:00 2026-03-29T06:00+02:00
					30 2 * * *      | Europe/Berlin       | 2026-10-25T00:00+02:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
					30 2 * * *      | Europe/Berlin       | 2026-10-25T02:15+01:00 | 2026-10-26T02:30+01:00
					0 2-3 * * *     | Europe/Berlin       | 2026-10-25T00:00+02:00 | 2026-10-25T02:00+02:00 2026-10-25T03:00+01:00
					30 * * * *      | Europe/Berlin       | 2026-10-25T02:00+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-25T03:30+01:00
					30 1 * * *      | America/New_York    | 2026-11-01T00:00-04:00 | 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00
					0 2 * * *       | America/New_York    | 2026-11-01T00:00-04:00 | 2026-11-01T02:00-05:00
					15 2 * * *      | Australia/Lord_Howe | 2026-10-03T12:00+10:30 | 2026-10-04T02:30+11:00 2026-10-05T02:15+11:00
					*/15 2 * * *    | Australia/Lord_Howe | 2026-10-04T01:00+10:30 | 2026-10-04T02:30+11:00 2026-10-04T02:45+11:00
					*/15 * * * *    | Australia/Lord_Howe | 2026-10-04T01:40+10:30 | 2026-10-04T01:45+10:30 2026-10-04T02:30+11:00
					45 1 * * *      | Australia/Lord_Howe | 2026-04-05T00:00+11:00 | 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30
					*/15 * * * *    | Australia/Lord_Howe | 2026-04-05T01:40+11:00 | 2026-04-05T01:45+11:00 2026-04-05T01:30+10:30 2026-04-05T01:45+10:30 2026-04-05T02:00+10:30
					0 0 * * *       | America/Sao_Paulo   | 2018-11-03T12:00-03:00 | 2018-11-04T01:00-02:00 2018-11-05T00:00-02:00
					0 0 * * *       | America/Sao_Paulo   | 2018-02-17T12:00-02:00 | 2018-02-18T00:00-03:00
					0 23 * * *      | America/Sao_Paulo   | 2018-02-17T12:00-02:00 | 2018-02-17T23:00-02:00 2018-02-18T23:00-03:00
					0 0 * * fri     | Africa/Cairo        | 2026-04-23T12:00+02:00 | 2026-04-24T01:00+03:00 2026-05-01T00:00+03:00
					0 12 * * *      | Pacific/Apia        | 2011-12-29T11:00-10:00 | 2011-12-29T12:00-10:00 2011-12-31T00:00+14:00 2011-12-31T12:00+14:00
					30 0 * * *      | Europe/Berlin       | 1893-03-31T12:00+01:00 | 1893-04-01T00:30+01:00
					""")
	void followsTheClock(String expression, ZoneId zone, OffsetDateTime after, String occurrences) {
		Instant instant = after.toInstant();
		for (String occurrence : occurrences.split(" ")) {
			Occurrence next = CronRhythm.parse(expression, zone).after(instant);
			assertThat(next.at().atZone(zone).toOffsetDateTime()).isEqualTo(OffsetDateTime.parse(occurrence));
			instant = next.at();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					30 2 * * *      | Europe/Berlin       | 2026-03-29T00:00:00Z | 02:30 does not exist on 29 March 2026: runs at 03:00
					30 2 * * *      | Europe/Berlin       | 2026-03-29T02:00:00Z | -
					30 2 * * *      | Europe/Berlin       | 2026-10-25T00:00:00Z | -
					0,30 2,3 * * *  | Europe/Berlin       | 2026-03-29T00:30:00Z | 02:00 does not exist on 29 March 2026: runs at 03:00
					0 3 * * *       | Europe/Berlin       | 2026-03-29T00:30:00Z | -
					7 15 2 * * *    | Australia/Lord_Howe | 2026-10-03T12:00:00Z | 02:15:07 does not exist on 4 October 2026: runs at 02:30
					0 0 * * *       | America/Sao_Paulo   | 2018-11-03T12:00:00Z | 00:00 does not exist on 4 November 2018: runs at 01:00
					0 12 30 12 *    | Pacific/Apia        | 2011-12-01T00:00:00Z | 12:00 does not exist on 30 December 2011: runs at 00:00 on 31 December 2011
					""")
	void noteSaysWhyItRunsAtAnotherTime(String expression, ZoneId zone, Instant after, String note) {
		assertThat(CronRhythm.parse(expression, zone).after(after).note()).isEqualTo(note);
	}

	/** Whatever happened to clocks, minute by minute in the four days around it. */
	@Test
	void oneAfterTheOtherIsWhatTheClockShowed() {
		Random random = new Random(20260329);
		for (int i = 0; i < 1_500; i++) {
			ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
			Instant change = change(zone, random);
			Instant begin = change.minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
			Instant end = begin.plus(4, ChronoUnit.DAYS);
			String expression = expression(random);
			assertThat(between(CronRhythm.parse(expression, zone), begin, end))
				.as("%s in %s from %s", expression, zone, begin)
				.isEqualTo(new CronOracle(expression).between(begin, end, zone));
		}
	}

	/** Before 1970 many offsets had seconds, which the minutes of the oracle miss. */
	private static Instant change(ZoneId zone, Random random) {
		Instant from = Instant.EPOCH.plus(random.nextInt(36_000), ChronoUnit.DAYS);
		ZoneOffsetTransition next = zone.getRules().nextTransition(from);
		return (next != null) ? next.getInstant() : from;
	}

	private static List<Instant> between(Rhythm rhythm, Instant begin, Instant end) {
		List<Instant> found = new ArrayList<>();
		Occurrence next = rhythm.after(begin.minusSeconds(1));
		while (next != null && next.at().isBefore(end) && found.size() < 6_000) {
			found.add(next.at());
			next = rhythm.after(next.at());
		}
		return found;
	}

	@Test
	void timeNeverStandsNorRunsBackwards() {
		Random random = new Random(42);
		for (int i = 0; i < 5_000; i++) {
			ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
			String expression = expression(random);
			CronRhythm rhythm = CronRhythm.parse(expression, zone);
			Instant instant = Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 5_000_000_000L),
					random.nextInt(3));
			Occurrence next = rhythm.after(instant);
			assertThat(next).as("%s in %s after %s", expression, zone, instant).isNotNull();
			assertThat(next.at()).as("%s in %s after %s", expression, zone, instant).isAfter(instant);
			Instant between = instant.plusNanos(random.nextLong(Duration.between(instant, next.at()).toNanos()));
			assertThat(rhythm.after(between)).as("%s in %s after %s", expression, zone, between).isEqualTo(next);
		}
	}

	private static String expression(Random random) {
		String minute = any(random, "*", "*/" + (1 + random.nextInt(59)), "" + random.nextInt(60), "0,30",
				random.nextInt(60) + "-" + random.nextInt(60), random.nextInt(60) + "/7");
		String hour = any(random, "*", "*/" + (1 + random.nextInt(5)), "" + random.nextInt(24), "0-3", "22-4", "1,2,3",
				"0", "23", "2");
		String day = any(random, "*", "*", "*", "*/2", "" + (1 + random.nextInt(28)), "L",
				"-" + (1 + random.nextInt(28)), "28-3");
		String month = any(random, "*", "*", "*", "3-11", "oct-apr", "*/2");
		String weekday = any(random, "*", "*", "*", "sun", "fri-sun", "mon-fri", "sat#L", "sun#1,sun#-1");
		return String.join(" ", minute, hour, day, month, weekday);
	}

	private static String any(Random random, String... choice) {
		return Arrays.asList(choice).get(random.nextInt(choice.length));
	}

}
