package io.resque.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides the values of JSON members that are named like secrets. Works on text that is
 * shortened, broken, or JSON inside a JSON string, and rather hides too much.
 */
final class SecretText {

	/** The quote may be escaped, once or more, when JSON stands inside a string. */
	private final Pattern member;

	SecretText(Pattern names) {
		this.member = Pattern.compile(
				"(\\\\*\")[^\"\\\\]{0,64}?(?:" + names.pattern() + ")[^\"\\\\]{0,64}\\1\\s{0,16}:\\s{0,16}",
				names.flags());
	}

	String mask(String json) {
		Matcher matcher = this.member.matcher(json);
		StringBuilder masked = new StringBuilder(json.length());
		int position = 0;
		while (matcher.find(position)) {
			String quote = matcher.group(1);
			masked.append(json, position, matcher.end()).append(quote).append(Secrets.MASK).append(quote);
			position = valueEnd(json, matcher.end(), quote);
		}
		return masked.append(json, position, json.length()).toString();
	}

	private static int valueEnd(String json, int start, String quote) {
		if (json.startsWith(quote, start)) {
			return stringEnd(json, start + quote.length(), quote);
		}
		int depth = 0;
		int position = start;
		while (position < json.length()) {
			if (json.startsWith(quote, position)) {
				position = stringEnd(json, position + quote.length(), quote);
				continue;
			}
			char character = json.charAt(position);
			if (depth == 0 && (character == ',' || character == '}' || character == ']')) {
				return position;
			}
			depth += depthChange(character);
			position++;
			if (depth == 0 && (character == '}' || character == ']')) {
				return position;
			}
		}
		return position;
	}

	private static int depthChange(char character) {
		return switch (character) {
			case '{', '[' -> 1;
			case '}', ']' -> -1;
			default -> 0;
		};
	}

	/** End of a string: the next quote that is escaped as often as the opening one. */
	private static int stringEnd(String json, int start, String quote) {
		int escapes = 0;
		for (int position = start; position < json.length(); position++) {
			char character = json.charAt(position);
			if (character == '\\') {
				escapes++;
				continue;
			}
			if (character == '"' && escapes == quote.length() - 1) {
				return position + 1;
			}
			escapes = 0;
		}
		return json.length();
	}

}
