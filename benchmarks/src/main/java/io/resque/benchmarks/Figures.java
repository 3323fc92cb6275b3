package io.resque.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * Several measurements of the same thing.
 */
public final class Figures {

	private final double[] sorted;

	public Figures(double... values) {
		this.sorted = values.clone();
		Arrays.sort(this.sorted);
	}

	/** The middle one. */
	public double median() {
		return percentile(50);
	}

	/** The value that so many percent do not exceed. */
	public double percentile(double percent) {
		int index = (int) Math.ceil(percent / 100 * this.sorted.length) - 1;
		return this.sorted[Math.min(Math.max(index, 0), this.sorted.length - 1)];
	}

	/** Lowest and highest, as whole numbers. */
	public String range() {
		return whole(this.sorted[0]) + " … " + whole(this.sorted[this.sorted.length - 1]);
	}

	/** A number without fraction, with separators. */
	public static String whole(double value) {
		return String.format(Locale.ROOT, "%,d", Math.round(value));
	}

	/** A number with a few significant digits. */
	public static String precise(double value) {
		if (Math.abs(value) >= 100) {
			return whole(value);
		}
		return String.format(Locale.ROOT, (Math.abs(value) >= 10) ? "%.1f" : (Math.abs(value) >= 1) ? "%.2f" : "%.3f",
				value);
	}

	/** How many times one is another; a dash when there is no other. */
	public static String times(double one, double other) {
		return (other > 0) ? String.format(Locale.ROOT, "%.2f", one / other) : "–";
	}

}
