package io.resque.worker;

import java.util.regex.Pattern;

/**
 * A glob as Ruby's {@code File.fnmatch?} understands it without flags: {@code *} and
 * {@code ?} match slashes too but no leading dot, {@code [a-c]} and {@code [^a]} are
 * sets, {@code \\} escapes, braces are not expanded.
 */
final class QueuePattern {

	private static final String SPECIAL = "*?{}[]";

	private static final String NOTHING = "(?!)";

	private final String glob;

	private final Pattern pattern;

	QueuePattern(String glob) {
		this.glob = glob;
		this.pattern = new Translation(glob).pattern();
	}

	/** Whether a queue list with this entry asks Redis for the known queues. */
	static boolean isPattern(String entry) {
		return entry.chars().anyMatch((character) -> SPECIAL.indexOf(character) >= 0);
	}

	boolean matches(String queue) {
		boolean hidden = queue.startsWith(".") && !this.glob.startsWith(".") && !this.glob.startsWith("\\.");
		return !hidden && this.pattern.matcher(queue).matches();
	}

	/**
	 * From the glob to a regular expression, character by character as Ruby reads it.
	 */
	private static final class Translation {

		private final int[] glob;

		private int at;

		private Translation(String glob) {
			this.glob = glob.codePoints().toArray();
		}

		private Pattern pattern() {
			StringBuilder regex = new StringBuilder();
			while (!ended()) {
				regex.append(next(this.glob[this.at++]));
			}
			return Pattern.compile(regex.toString(), Pattern.DOTALL);
		}

		private String next(int character) {
			return switch (character) {
				case '*' -> ".*";
				case '?' -> ".";
				case '[' -> set();
				case '\\' -> ended() ? "" : literal(this.glob[this.at++]);
				default -> literal(character);
			};
		}

		/**
		 * An empty set matches nothing, or anything when it is negated; one that does not
		 * end matches nothing.
		 */
		private String set() {
			boolean negated = !ended() && (this.glob[this.at] == '!' || this.glob[this.at] == '^');
			this.at += negated ? 1 : 0;
			StringBuilder members = new StringBuilder();
			while (!ended() && this.glob[this.at] != ']') {
				member(members);
			}
			if (ended()) {
				return NOTHING;
			}
			this.at++;
			if (members.isEmpty()) {
				return negated ? "." : NOTHING;
			}
			return (negated ? "[^" : "[") + members + "]";
		}

		private void member(StringBuilder members) {
			int first = character();
			int last = first;
			if (this.at + 1 < this.glob.length && this.glob[this.at] == '-' && this.glob[this.at + 1] != ']') {
				this.at++;
				last = character();
			}
			members.append(literal(first)).append((last > first) ? "-" : "").append(literal(last));
		}

		private int character() {
			if (this.glob[this.at] == '\\' && this.at + 1 < this.glob.length) {
				this.at++;
			}
			return this.glob[this.at++];
		}

		private boolean ended() {
			return this.at >= this.glob.length;
		}

		private static String literal(int character) {
			return "\\x{" + Integer.toHexString(character) + "}";
		}

	}

}
