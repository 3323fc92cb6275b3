package io.resque.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

/**
 * The fewest decimal digits that still name a floating-point number:
 * {@code 0.<digits> * 10^exponent}.
 *
 * @param digits digits without zeros at either end
 * @param exponent decimal exponent
 */
record ShortestDigits(String digits, int exponent) {

	/**
	 * Finds the digits of a number.
	 * @param value a positive finite number
	 * @return its digits
	 */
	static ShortestDigits of(double value) {
		BigDecimal exact = new BigDecimal(value);
		// Before Java 19 Double.toString may carry a digit too many, or one that is not
		// the closest.
		int precision = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
		BigDecimal shortest = rounded(exact, precision, value);
		while (precision > 1) {
			BigDecimal shorter = rounded(exact, --precision, value);
			if (shorter == null) {
				break;
			}
			shortest = shorter;
		}
		return of((shortest != null) ? shortest : exact);
	}

	/**
	 * Reads a number of single precision as the double that its shortest decimal names:
	 * 1.1 and not 1.10000002384185791015625.
	 * @param value a finite number
	 * @return the double
	 */
	static double widen(float value) {
		BigDecimal exact = new BigDecimal(value);
		for (int precision = 1; precision < 9; precision++) {
			BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
			if (rounded.floatValue() == value) {
				return rounded.doubleValue();
			}
		}
		return value;
	}

	private static ShortestDigits of(BigDecimal decimal) {
		BigDecimal stripped = decimal.stripTrailingZeros();
		String digits = stripped.unscaledValue().toString();
		return new ShortestDigits(digits, digits.length() - stripped.scale());
	}

	/**
	 * The gap below a power of two is half of the gap above it, so the nearest decimal
	 * below may name another number while the one above names this.
	 */
	private static @Nullable BigDecimal rounded(BigDecimal exact, int precision, double value) {
		BigDecimal nearest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
		if (nearest.doubleValue() == value) {
			return nearest;
		}
		BigDecimal above = exact.round(new MathContext(precision, RoundingMode.UP));
		return (above.doubleValue() == value) ? above : null;
	}

}
