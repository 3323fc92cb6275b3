package io.resque.worker;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob as Ruby's {@code File.fnmatch?} understands it without flags: {@code *} and
 * {@code ?} match slashes too but no leading dot, {@code [a-c]} and {@code [^a]} are
 * sets, {@code \\} escapes, braces are not expanded.
 */
final class QueuePattern {

	private static final String SPECIAL = "*?{}[]";

	private final String glob;

	private final Pattern pattern;

	QueuePattern(String glob) {
		this.glob = glob;
		this.pattern = compile(glob);
	}

	/** Whether a queue list with this entry asks Redis for the known queues. */
	static boolean isPattern(String entry) {
		return entry.chars().anyMatch((character) -> SPECIAL.indexOf(character) >= 0);
	}

	boolean matches(String queue) {
		boolean hidden = queue.startsWith(".") && !this.glob.startsWith(".") && !this.glob.startsWith("\\.");
		return !hidden && this.pattern.matcher(queue).matches();
	}

	private static Pattern compile(String glob) {
		try {
			return Pattern.compile(regex(glob), Pattern.DOTALL);
		}
		catch (PatternSyntaxException ex) {
			return Pattern.compile(Pattern.quote(glob));
		}
	}

	private static String regex(String glob) {
		StringBuilder regex = new StringBuilder();
		for (int i = 0; i < glob.length(); i++) {
			char character = glob.charAt(i);
			int end = (character == '[') ? glob.indexOf(']', i + 2) : -1;
			if (end > 0) {
				regex.append(set(glob.substring(i + 1, end)));
				i = end;
			}
			else if (character == '\\' && i + 1 < glob.length()) {
				regex.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
			}
			else {
				regex.append(any(character));
			}
		}
		return regex.toString();
	}

	private static String any(char character) {
		return switch (character) {
			case '*' -> ".*";
			case '?' -> ".";
			default -> Pattern.quote(String.valueOf(character));
		};
	}

	private static String set(String content) {
		boolean negated = content.startsWith("^") || content.startsWith("!");
		String members = (negated ? content.substring(1) : content).replace("[", "\\[").replace("&&", "&\\&");
		return (negated ? "[^" : "[") + members + "]";
	}

}
