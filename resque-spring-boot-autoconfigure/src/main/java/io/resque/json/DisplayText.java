package io.resque.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes short JSON text of a decoded value of any size, without its {@link Secrets}.
 */
final class DisplayText {

	/** What a number, a bracket or a comma is taken for. */
	private static final int SMALL = 4;

	private final SensitiveArgs sensitive;

	private int left;

	private DisplayText(SensitiveArgs sensitive, int length) {
		this.sensitive = sensitive;
		this.left = length;
	}

	static String of(@Nullable Object value, ResqueJson json) {
		DisplayText display = new DisplayText(SensitiveArgs.NONE, PayloadText.MAX_LENGTH);
		return display.text(display.copy(value), json);
	}

	/** The args of a job. */
	static String of(String job, @Nullable Object args, ResqueJson json) {
		DisplayText display = new DisplayText(Secrets.of(job), PayloadText.MAX_LENGTH);
		return display.text(display.args(args), json);
	}

	/** A setting of a schedule of a job. */
	static String setting(String job, String name, @Nullable Object value, ResqueJson json) {
		DisplayText display = new DisplayText(Secrets.of(job), PayloadText.MAX_LENGTH);
		return display.text(Secrets.isSecret(name) ? Secrets.MASK : display.setting(name, value), json);
	}

	/** A decoded payload, or the settings of a schedule, however long it is. */
	static Map<String, @Nullable Object> whole(Map<?, ?> payload) {
		DisplayText display = new DisplayText(
				(payload.get("class") instanceof String job) ? Secrets.of(job) : SensitiveArgs.NONE, Integer.MAX_VALUE);
		Map<String, @Nullable Object> copy = display.copy(payload);
		for (String name : List.of("args", "parameters")) {
			if (payload.containsKey(name)) {
				copy.put(name, display.setting(name, payload.get(name)));
			}
		}
		return copy;
	}

	private String text(@Nullable Object copy, ResqueJson json) {
		String text = new String(json.encode(copy), StandardCharsets.UTF_8);
		if (text.length() > PayloadText.MAX_LENGTH) {
			return WellFormed.shortened(text, PayloadText.MAX_LENGTH);
		}
		return (this.left > 0) ? text : text + " …";
	}

	private @Nullable Object setting(String name, @Nullable Object value) {
		return switch (name) {
			case "args" -> args(value);
			// Their defaults become members of the only argument.
			case "parameters" -> onlyArg(value);
			default -> copy(value);
		};
	}

	private @Nullable Object onlyArg(@Nullable Object arg) {
		return this.sensitive.hides(0) ? copy(Secrets.MASK) : copy(arg);
	}

	private @Nullable Object args(@Nullable Object args) {
		if (!(args instanceof List<?> list)) {
			return onlyArg(args);
		}
		List<@Nullable Object> copy = new ArrayList<>();
		for (int position = 0; position < list.size() && this.left > 0; position++) {
			copy.add(this.sensitive.hides(position) ? copy(Secrets.MASK) : copy(list.get(position)));
		}
		return copy;
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
			boolean hidden = Secrets.isSecret(name) || this.sensitive.hides(name);
			copy.put(name, hidden ? Secrets.MASK : copy(member.getValue()));
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
		return Secrets.mask(copy);
	}

}
