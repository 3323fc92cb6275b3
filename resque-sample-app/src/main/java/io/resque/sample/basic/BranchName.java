package io.resque.sample.basic;

import java.util.regex.Pattern;

/**
 * What counts as the name of a branch here: it becomes part of a file name, so it must
 * not lead anywhere else.
 */
final class BranchName {

	static final String ALLOWED = "a plain file name: up to 100 letters, digits, '.', '_', '+', '@' and '-', "
			+ "beginning with a letter or digit";

	private static final Pattern PATTERN = Pattern.compile("[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}._+@-]{0,99}");

	private BranchName() {
	}

	static boolean isValid(String text) {
		return PATTERN.matcher(text).matches();
	}

}
