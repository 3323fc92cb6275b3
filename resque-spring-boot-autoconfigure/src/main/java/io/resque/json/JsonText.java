package io.resque.json;

/**
 * Strings of JSON, with the escapes of a profile.
 */
final class JsonText {

	private static final String HEX = "0123456789abcdef";

	private static final char REPLACEMENT = '\uFFFD';

	private static final char LINE_SEPARATOR = '\u2028';

	private static final char PARAGRAPH_SEPARATOR = '\u2029';

	private final JsonProfile profile;

	JsonText(JsonProfile profile) {
		this.profile = profile;
	}

	void append(StringBuilder json, String text) {
		json.append('"');
		int written = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (isPlain(c)) {
				continue;
			}
			if (Character.isSurrogate(c) && isPair(text, i)) {
				i++;
				if (this.profile != JsonProfile.PHP) {
					continue;
				}
				json.append(text, written, i - 1);
				appendHex(json, c);
				appendHex(json, text.charAt(i));
			}
			else {
				json.append(text, written, i);
				appendSpecial(json, Character.isSurrogate(c) ? REPLACEMENT : c);
			}
			written = i + 1;
		}
		json.append(text, written, text.length()).append('"');
	}

	private boolean isPlain(char c) {
		return switch (this.profile) {
			case CLASSIC -> c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
			case RAILS_HTML_SAFE -> c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c) && c != '<'
					&& c != '>' && c != '&' && c != LINE_SEPARATOR && c != PARAGRAPH_SEPARATOR;
			case PHP -> c >= ' ' && c != '"' && c != '\\' && c != '/' && c <= '\u007F';
		};
	}

	/** Half a pair has no UTF-8; Ruby's pages could not show what it would become. */
	private static boolean isPair(String text, int i) {
		return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
	}

	private void appendSpecial(StringBuilder json, char c) {
		switch (c) {
			case '"' -> json.append("\\\"");
			case '\\' -> json.append("\\\\");
			case '/' -> json.append("\\/");
			case '\b' -> json.append("\\b");
			case '\f' -> json.append("\\f");
			case '\n' -> json.append("\\n");
			case '\r' -> json.append("\\r");
			case '\t' -> json.append("\\t");
			case REPLACEMENT -> appendReplacement(json);
			default -> appendHex(json, c);
		}
	}

	private void appendReplacement(StringBuilder json) {
		if (this.profile == JsonProfile.PHP) {
			appendHex(json, REPLACEMENT);
		}
		else {
			json.append(REPLACEMENT);
		}
	}

	private static void appendHex(StringBuilder json, char c) {
		json.append("\\u");
		for (int shift = 12; shift >= 0; shift -= 4) {
			json.append(HEX.charAt((c >> shift) & 0xF));
		}
	}

}
