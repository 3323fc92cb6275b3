package io.resque.json;

/**
 * Text that UTF-8 can say. Half a surrogate pair, as a cut or a careless program leaves
 * it, becomes a question mark, as in Ruby's messages.
 */
public final class WellFormed {

	private WellFormed() {
	}

	/**
	 * Replaces what is no character.
	 * @param text any text
	 * @return the text itself when all is well
	 */
	public static String text(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return replace(text, i);
			}
		}
		return text;
	}

	/**
	 * Cuts text that is too long, between two characters, and ends it with an ellipsis
	 * then.
	 * @param text any text
	 * @param length most chars to keep
	 * @return well-formed text
	 */
	public static String shortened(String text, int length) {
		if (text.length() <= length) {
			return text(text);
		}
		int end = (length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) ? length - 1 : length;
		return text(text.substring(0, end)) + "…";
	}

	private static String replace(String text, int from) {
		StringBuilder replaced = new StringBuilder(text.length()).append(text, 0, from);
		text.substring(from)
			.codePoints()
			.map((character) -> isHalf(character) ? '?' : character)
			.forEach(replaced::appendCodePoint);
		return replaced.toString();
	}

	private static boolean isHalf(int character) {
		return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
	}

}
