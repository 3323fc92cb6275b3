package io.resque.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes short JSON text of a decoded value of any size, with the values of members named
 * like secrets masked.
 */
final class DisplayText {

	private static final Pattern SECRET = Pattern.compile(
			"(?i)passw(or)?d|passphrase|secret|token|credential|authorization|cookie|(api|access|private)[_-]?key");

	private static final String MASK = "******";

	/** What a number, a bracket or a comma is taken for. */
	private static final int SMALL = 4;

	private int left = PayloadText.MAX_LENGTH;

	private DisplayText() {
	}

	static String of(@Nullable Object value, ResqueJson json) {
		DisplayText display = new DisplayText();
		String text = new String(json.encode(display.copy(value)), StandardCharsets.UTF_8);
		if (text.length() > PayloadText.MAX_LENGTH) {
			return WellFormed.shortened(text, PayloadText.MAX_LENGTH);
		}
		return (display.left > 0) ? text : text + " …";
	}

	private @Nullable Object copy(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return copy(map);
		}
		if (value instanceof List<?> list) {
			return copy(list);
		}
		if (value instanceof String text) {
			return copy(text);
		}
		this.left -= SMALL;
		return value;
	}

	private Map<String, @Nullable Object> copy(Map<?, ?> map) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		this.left -= SMALL;
		for (Map.Entry<?, ?> member : map.entrySet()) {
			if (this.left <= 0) {
				break;
			}
			String name = copy(String.valueOf(member.getKey()));
			copy.put(name, SECRET.matcher(name).find() ? MASK : copy(member.getValue()));
		}
		return copy;
	}

	private List<@Nullable Object> copy(List<?> list) {
		List<@Nullable Object> copy = new ArrayList<>();
		this.left -= SMALL;
		for (Object element : list) {
			if (this.left <= 0) {
				break;
			}
			copy.add(copy(element));
		}
		return copy;
	}

	private String copy(String text) {
		String copy = WellFormed.shortened(text, Math.max(0, this.left));
		this.left -= text.length();
		return copy;
	}

}
