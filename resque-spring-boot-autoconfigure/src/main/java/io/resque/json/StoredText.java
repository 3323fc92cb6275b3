package io.resque.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Values as they lie in Redis, for people to look at: whatever has a payload in it is
 * shown without the {@link Secrets} of its job.
 */
public final class StoredText {

	private StoredText() {
	}

	/**
	 * Shows a value.
	 * @param value the value, or its beginning
	 * @param json reads and writes JSON
	 * @return the value without what nobody is to see; all of it is hidden where it is
	 * the beginning of JSON that may hold a job with sensitive args
	 */
	public static String of(String value, ResqueJson json) {
		if (!value.startsWith("{") && !value.startsWith("[")) {
			return Secrets.mask(value);
		}
		try {
			Object decoded = json.decode(value.getBytes(StandardCharsets.UTF_8));
			Object masked = copy(decoded);
			return Objects.equals(masked, decoded) ? Secrets.mask(value)
					: Secrets.mask(new String(json.encode(masked), StandardCharsets.UTF_8));
		}
		catch (JsonException ex) {
			return Secrets.hasSensitiveArgs() ? Secrets.MASK : Secrets.mask(value);
		}
	}

	private static @Nullable Object copy(@Nullable Object value) {
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>();
			list.forEach((element) -> copy.add(copy(element)));
			return copy;
		}
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		if (map.containsKey("args") || map.containsKey("parameters")) {
			return job(map);
		}
		Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
		map.forEach((name, member) -> copy.put(name, copy(member)));
		return copy;
	}

	/** Of a schedule of Ruby without a class, nobody here knows what is to be hidden. */
	private static Map<String, @Nullable Object> job(Map<?, ?> map) {
		Map<String, @Nullable Object> job = DisplayText.whole(map);
		if (!(map.get("class") instanceof String) && Secrets.hasSensitiveArgs()) {
			job.replaceAll(
					(name, member) -> (name.equals("args") || name.equals("parameters")) ? Secrets.MASK : member);
		}
		return job;
	}

}
