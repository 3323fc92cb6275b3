package io.resque.schedule;

import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class InvalidCronTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					0 25 * * *                 | 25 at column 3 is no hour (0 to 23)
					60 * * * *                 | 60 at column 1 is no minute (0 to 59)
					*  61-70 * * *             | 61 at column 4 is no hour (0 to 23)
					60 0 0 * * *               | 60 at column 1 is no second (0 to 59)
					1,2,x * * * *              | x at column 5 is no minute (0 to 59)
					1,,2 * * * *               | the empty place at column 3 is no minute (0 to 59)
					-5 * * * *                 | -5 at column 1 is no minute (0 to 59)
					-0 * * * *                 | -0 at column 1 is no minute (0 to 59)
					5- * * * *                 | 5- at column 1 is no minute (0 to 59)
					1-2-3 * * * *              | 1-2-3 at column 1 is no minute (0 to 59)
					٣ * * * *                  | ٣ at column 1 is no minute (0 to 59)
					99999999999 * * * *        | 99999999999 at column 1 is no minute (0 to 59)
					5/* * * * *                | * at column 3 is no step (1 to 99)
					*/0 * * * *                | 0 at column 3 is no step (1 to 99)
					*/-1 * * * *               | -1 at column 3 is no step (1 to 99)
					*/100 * * * *              | 100 at column 3 is no step (1 to 99)
					*/ * * * *                 | the empty place at column 3 is no step (1 to 99)
					1/2/3 * * * *              | 3 at column 5 is a second step, where one is possible
					/5 * * * *                 | the empty place at column 1 is no minute (0 to 59)
					0 0 0 * *                  | 0 at column 5 is no day of the month
					0 0 ? * 1                  | ? at column 5 is no day of the month
					0 0 15W * *                | 15W at column 5 is no day of the month
					0 0 L-2 * *                | L-2 at column 5 is no range of days
					0 0 10--5 * *              | 10--5 at column 5 is no range of days
					0 0 1 13 *                 | 13 at column 7 is no month (1 to 12, jan to dec)
					0 0 1 january *            | january at column 7 is no month (1 to 12, jan to dec)
					0 0 * * 8                  | 8 at column 9 is no day of the week
					0 0 9 * * Monday           | Monday at column 11 is no day of the week
					0 0 * * mon%2              | mon%2 at column 9 is no day of the week
					0 0 * * mon-fri#2          | mon-fri at column 9 is no day of the week
					0 0 * * mon#6              | 6 at column 13 is no week of a month (1 to 5, L or -1 for the last)
					0 0 * * mon#0              | 0 at column 13 is no week of a month (1 to 5, L or -1 for the last)
					0 0 * * tue,mon#           | the empty place at column 17 is no week of a month (1 to 5, L or -1 for the last)
					0 0 30 2 *                 | 30 at column 5 is no day of any such month: it would never run
					0 0 31 2,4,6,9,11 *        | 31 at column 5 is no day of any such month: it would never run
					0 0 -30 2 *                | -30 at column 5 is no day of any such month: it would never run
					0 9 * * * Mars/Olympus     | Mars/Olympus at column 11 is no time zone, such as Europe/Berlin, UTC or +02:00
					0 9 * * * europe/berlin    | europe/berlin at column 11 is no time zone, such as Europe/Berlin, UTC or +02:00
					0 9 * * * +25:00           | +25:00 at column 11 is no time zone, such as Europe/Berlin, UTC or +02:00
					@daily  Nowhere            | Nowhere at column 9 is no time zone, such as Europe/Berlin, UTC or +02:00
					0 0 12 * * ? 2026          | ? at column 12 is no day of the week
					0 0 12 * * 1 2026          | 2026 at column 14 is no time zone, such as Europe/Berlin, UTC or +02:00
					0 9 * * Europe/Berlin      | Europe at column 9 is no day of the week
					0 0 9 * * * UTC now        | now at column 17 is too much
					0 2 *                      | it ends at column 5 after 3
					@reboot                    | @reboot at column 1 is no macro
					@daily UTC now             | now at column 12 is too much: only a time zone may follow @daily
					""")
	void messageSaysWhatIsWrongAndWhere(String expression, String fault) {
		assertThatExceptionOfType(InvalidRhythmException.class)
			.isThrownBy(() -> CronRhythm.parse(expression, ZoneOffset.UTC))
			.withMessageStartingWith("The cron expression '" + expression + "' cannot be used: " + fault);
	}

	@Test
	void messageSaysWhatWouldBeRight() {
		assertThat(fault("0 0 15W * *"))
			.isEqualTo("15W at column 5 is no day of the month (1 to 31, L or -1 for the last, -2 for the one before)");
		assertThat(fault("0 0 L-2 * *")).isEqualTo("L-2 at column 5 is no range of days: "
				+ "both ends count from the same end of the month, as in -3--1 or 28-L");
		assertThat(fault("0 0 * * 8"))
			.isEqualTo("8 at column 9 is no day of the week (0 to 7, sun to sat; mon#2 for the second Monday)");
		assertThat(fault("0 0 9 * * * UTC now")).isEqualTo("now at column 17 is too much: "
				+ "possible are five fields, a sixth for the second in front, and a time zone at the end");
		assertThat(fault("0 2 *")).isEqualTo(
				"it ends at column 5 after 3 of the fields minute, hour, day of the month, month and day of the week");
		assertThat(fault("@reboot")).isEqualTo("@reboot at column 1 is no macro "
				+ "(@hourly, @daily, @midnight, @noon, @weekly, @monthly, @yearly or @annually)");
	}

	private static String fault(String expression) {
		return catchThrowable(() -> CronRhythm.parse(expression, ZoneOffset.UTC)).getMessage()
			.replace("The cron expression '" + expression + "' cannot be used: ", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t\n" })
	void nothingIsNoExpression(String nothing) {
		assertThatExceptionOfType(InvalidRhythmException.class)
			.isThrownBy(() -> CronRhythm.parse(nothing, ZoneOffset.UTC))
			.withMessageEndingWith("' cannot be used: it is empty");
	}

	@Test
	void columnCountsTheBlanksInFront() {
		assertThatExceptionOfType(InvalidRhythmException.class)
			.isThrownBy(() -> CronRhythm.parse("  0 25 * * *", ZoneOffset.UTC))
			.withMessageContaining("25 at column 5 ");
	}

	@Test
	void messageIsShortAndOneLine() {
		assertThatExceptionOfType(InvalidRhythmException.class)
			.isThrownBy(() -> CronRhythm.parse("1,".repeat(5_000_000), ZoneOffset.UTC))
			.withMessage("The cron expression '" + "1,".repeat(127)
					+ "1…' cannot be used: it is longer than 255 characters");
		assertThatExceptionOfType(InvalidRhythmException.class)
			.isThrownBy(() -> CronRhythm.parse("0 \u0007\uD83D * * *\n", ZoneOffset.UTC))
			.withMessage("The cron expression '0 \\u0007? * * *\\u000a' cannot be used: "
					+ "\\u0007? at column 3 is no hour (0 to 23)");
	}

}
