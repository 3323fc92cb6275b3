package io.resque.sample.basic;

import java.util.regex.Pattern;

/**
 * What counts as an email address: the same that browsers accept in an email field.
 */
final class EmailAddress {

	static final String ALLOWED = "an email address such as a@example.org";

	private static final int MAX_LENGTH = 254;

	private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";

	private static final Pattern PATTERN = Pattern
		.compile("[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@" + LABEL + "(?:\\." + LABEL + ")*");

	private EmailAddress() {
	}

	static boolean isValid(String text) {
		return text.length() <= MAX_LENGTH && PATTERN.matcher(text).matches();
	}

}
