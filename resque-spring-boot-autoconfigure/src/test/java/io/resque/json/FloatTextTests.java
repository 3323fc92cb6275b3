package io.resque.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FloatTextTests {

	private static final int SAMPLES = 20_000;

	@ParameterizedTest
	@CsvSource(textBlock = """
			0.0,                    0.0
			-0.0,                   -0.0
			1.0,                    1.0
			-3.0,                   -3.0
			100.0,                  100.0
			1.5,                    1.5
			12345678.9,             12345678.9
			1e7,                    10000000.0
			999999999999999.0,      999999999999999.0
			1e15,                   1.0e+15
			1e16,                   1.0e+16
			1234567890123456.0,     1.234567890123456e+15
			123456789012345.6,      123456789012345.6
			1e20,                   1.0e+20
			1e23,                   1.0e+23
			0.001,                  0.001
			0.0001,                 0.0001
			0.00012,                0.00012
			0.00001,                1.0e-05
			0.000012,               1.2e-05
			1e-10,                  1.0e-10
			2e-3,                   0.002
			1e100,                  1.0e+100
			1.7976931348623157e308, 1.7976931348623157e+308
			4.9e-324,               5.0e-324
			5.684341886080802e-14,  5.684341886080802e-14
			9007199254740993,       9.007199254740992e+15
			0.1,                    0.1
			""")
	void writesFloatsAsRuby(double value, String text) {
		assertThat(FloatText.ruby(value)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			0.0,     0
			-0.0,    -0.0
			100.0,   100
			-100.0,  -100
			1.5,     1.5
			1e15,    1.0e+15
			1e16,    1.0e+16
			0.0001,  0.0001
			0.00001, 1.0e-5
			1e-10,   1.0e-10
			""")
	void writesFloatsAsPhp(double value, String text) {
		assertThat(FloatText.php(value)).isEqualTo(text);
	}

	@Test
	void textOfAnyFloatReadsBackAndHasNoDigitTooMany() {
		Random random = new Random(20261120);
		for (int i = 0; i < SAMPLES; i++) {
			double value = Double.longBitsToDouble(random.nextLong());
			if (!Double.isNaN(value) && !Double.isInfinite(value)) {
				assertShortest(value);
			}
		}
	}

	@Test
	void textOfEverydayFloatsReadsBackAndHasNoDigitTooMany() {
		Random random = new Random(20261121);
		for (int i = 0; i < SAMPLES; i++) {
			assertShortest(random.nextInt(1_000_000) / 1000.0);
			assertShortest(random.nextDouble());
		}
	}

	@Test
	void textOfPowersOfTwoReadsBackAndHasNoDigitTooMany() {
		for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
			double power = Math.scalb(1.0, exponent);
			assertShortest(power);
			assertShortest(Math.nextDown(power));
			assertShortest(Math.nextUp(power));
		}
	}

	private static void assertShortest(double value) {
		String text = FloatText.ruby(value);
		assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
		int digits = new BigDecimal(text).stripTrailingZeros().precision();
		if (value == 0 || digits == 1) {
			return;
		}
		BigDecimal exact = new BigDecimal(value);
		for (RoundingMode mode : new RoundingMode[] { RoundingMode.UP, RoundingMode.DOWN }) {
			BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
			assertThat(shorter.doubleValue()).as("%s is longer than %s", text, shorter).isNotEqualTo(value);
		}
	}

}
