package io.resque;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.resque.json.BytePattern;
import io.resque.json.JsonException;
import io.resque.json.ResqueJson;

/**
 * The member of a payload that tells the trace of its job, as the headers of a request
 * would: {@code {"class":…,"args":[…],"trace":{"traceparent":…}}}. It comes last, and is
 * only there while tracing is on.
 */
final class TraceMember {

	private static final String NAME = "trace";

	private static final byte[] BEGIN = (",\"" + NAME + "\":").getBytes(StandardCharsets.UTF_8);

	/** So that what carries no trace need not be read twice. */
	private static final BytePattern SIGN = new BytePattern("\"" + NAME + "\"", false);

	private TraceMember() {
	}

	/** Adds a trace to the bytes of an object that has members. */
	static byte[] addTo(byte[] object, Map<String, String> trace, ResqueJson json) {
		if (trace.isEmpty()) {
			return object;
		}
		byte[] value = json.encode(trace);
		ByteBuffer bytes = ByteBuffer.allocate(object.length + BEGIN.length + value.length);
		bytes.put(object, 0, object.length - 1).put(BEGIN).put(value).put((byte) '}');
		return bytes.array();
	}

	/** The trace of a payload or item; empty when it has none that can be read. */
	static Map<String, String> of(byte[] object, ResqueJson json) {
		if (!SIGN.isIn(object)) {
			return Map.of();
		}
		Map<String, String> trace = new LinkedHashMap<>();
		try {
			if (json.decode(object) instanceof Map<?, ?> members && members.get(NAME) instanceof Map<?, ?> fields) {
				fields.forEach((name, value) -> {
					if (value instanceof String text) {
						trace.put((String) name, text);
					}
				});
			}
		}
		catch (JsonException ex) {
			// What is no job has no trace, either: whoever performs it says so.
		}
		return trace;
	}

}
