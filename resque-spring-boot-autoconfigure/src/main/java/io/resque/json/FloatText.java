package io.resque.json;

/**
 * Floating-point numbers as other languages write them into JSON.
 */
final class FloatText {

	/** Whole numbers below this have at most 15 digits and are written plainly. */
	private static final double PLAIN = 1e15;

	private static final int LARGEST_PLAIN_EXPONENT = 15;

	private static final int SMALLEST_PLAIN_EXPONENT = -3;

	private FloatText() {
	}

	/** As Ruby's {@code Float#to_s}: {@code 100.0}, {@code 1.0e+20}, {@code 1.0e-05}. */
	static String ruby(double value) {
		if (isShortWhole(value)) {
			return sign(value) + (long) Math.abs(value) + ".0";
		}
		return text(value, 2);
	}

	/** As PHP's {@code json_encode}: {@code 100}, {@code 1.0e+20}, {@code 1.0e-5}. */
	static String php(double value) {
		if (isShortWhole(value)) {
			return (value == 0 && !sign(value).isEmpty()) ? "-0.0" : Long.toString((long) value);
		}
		return text(value, 1);
	}

	private static boolean isShortWhole(double value) {
		return Math.abs(value) < PLAIN && value == Math.rint(value);
	}

	private static String text(double value, int exponentDigits) {
		ShortestDigits shortest = ShortestDigits.of(Math.abs(value));
		String digits = shortest.digits();
		int exponent = shortest.exponent();
		StringBuilder text = new StringBuilder(26).append(sign(value));
		if (exponent < SMALLEST_PLAIN_EXPONENT || exponent > LARGEST_PLAIN_EXPONENT) {
			scientific(text, digits, exponent - 1, exponentDigits);
		}
		else if (exponent <= 0) {
			text.append("0.").append("0".repeat(-exponent)).append(digits);
		}
		else {
			// Whole numbers of this size are written before, so there are digits behind
			// the point.
			text.append(digits, 0, exponent).append('.').append(digits, exponent, digits.length());
		}
		return text.toString();
	}

	private static void scientific(StringBuilder text, String digits, int exponent, int exponentDigits) {
		text.append(digits.charAt(0)).append('.').append((digits.length() > 1) ? digits.substring(1) : "0").append('e');
		text.append((exponent < 0) ? '-' : '+');
		String absolute = Integer.toString(Math.abs(exponent));
		text.append("0".repeat(Math.max(0, exponentDigits - absolute.length()))).append(absolute);
	}

	private static String sign(double value) {
		return (Double.doubleToRawLongBits(value) < 0) ? "-" : "";
	}

}
