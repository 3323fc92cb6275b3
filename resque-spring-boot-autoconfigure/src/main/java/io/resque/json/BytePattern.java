package io.resque.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A short text of ASCII to look for in bytes (Boyer, Moore, Horspool): most of them are
 * never looked at.
 */
public final class BytePattern {

	private static final int CASE = 'a' - 'A';

	private final byte[] wanted;

	private final boolean anyCase;

	private final int[] steps = new int[256];

	/**
	 * Creates a pattern.
	 * @param text what to look for, not empty
	 * @param anyCase whether upper and lower case are the same
	 */
	public BytePattern(String text, boolean anyCase) {
		this.wanted = text.getBytes(StandardCharsets.US_ASCII);
		this.anyCase = anyCase;
		Arrays.fill(this.steps, this.wanted.length);
		for (int i = 0; i < this.wanted.length - 1; i++) {
			this.steps[folded(this.wanted[i])] = this.wanted.length - 1 - i;
		}
	}

	/** Whether the text is somewhere in the bytes. */
	public boolean isIn(byte[] bytes) {
		int last = this.wanted.length - 1;
		int end = last;
		while (end < bytes.length) {
			int i = last;
			while (i >= 0 && folded(bytes[end - last + i]) == folded(this.wanted[i])) {
				i--;
			}
			if (i < 0) {
				return true;
			}
			end += this.steps[folded(bytes[end])];
		}
		return false;
	}

	private int folded(byte value) {
		return (this.anyCase && value >= 'A' && value <= 'Z') ? value + CASE : value & 0xff;
	}

}
