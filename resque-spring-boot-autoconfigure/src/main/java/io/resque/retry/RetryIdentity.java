package io.resque.retry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.resque.Job;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.Sha1;

/**
 * What resque-retry calls a job by: its class, and the SHA-1 of its arguments as Ruby's
 * {@code args.join("-")} writes them. Equal jobs share it, and so their counter. Objects
 * among the arguments are written as Ruby did before 3.4.
 */
final class RetryIdentity {

	private static final ResqueJson NUMBERS = new ResqueJson(JsonProfile.CLASSIC);

	private static final Pattern BLANKS = Pattern.compile("[ \\t\\r\\n\\f\\x0B]");

	/** The only control character that Ruby prints. */
	private static final int NEXT_LINE = 0x85;

	private RetryIdentity() {
	}

	static String of(Job job) {
		String args = join(job.args());
		String digest = args.isEmpty() ? "" : ":" + Sha1.hex(args.getBytes(StandardCharsets.UTF_8));
		return BLANKS.matcher(job.name()).replaceAll("") + digest;
	}

	private static String join(List<?> values) {
		StringJoiner text = new StringJoiner("-");
		for (Object value : values) {
			text.add((value instanceof List<?> list) ? join(list) : toS(value));
		}
		return text.toString();
	}

	private static String toS(@Nullable Object value) {
		if (value == null) {
			return "";
		}
		return (value instanceof String text) ? text : inspect(value);
	}

	private static String inspect(@Nullable Object value) {
		if (value instanceof String text) {
			return inspect(text);
		}
		if (value instanceof Map<?, ?> map) {
			StringJoiner members = new StringJoiner(", ", "{", "}");
			map.forEach((key, member) -> members.add(inspect(key) + "=>" + inspect(member)));
			return members.toString();
		}
		if (value instanceof List<?> list) {
			StringJoiner elements = new StringJoiner(", ", "[", "]");
			list.forEach((element) -> elements.add(inspect(element)));
			return elements.toString();
		}
		if (value instanceof Number) {
			return new String(NUMBERS.encode(value), StandardCharsets.UTF_8);
		}
		return (value != null) ? value.toString() : "nil";
	}

	private static String inspect(String text) {
		StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
		int[] points = text.codePoints().toArray();
		for (int i = 0; i < points.length; i++) {
			int next = (i + 1 < points.length) ? points[i + 1] : 0;
			quoted.append(escaped(points[i], next));
		}
		return quoted.append('"').toString();
	}

	private static String escaped(int point, int next) {
		return switch (point) {
			case '"' -> "\\\"";
			case '\\' -> "\\\\";
			case '\n' -> "\\n";
			case '\t' -> "\\t";
			case '\r' -> "\\r";
			case '\f' -> "\\f";
			case '\b' -> "\\b";
			case 0x0B -> "\\v";
			case 0x07 -> "\\a";
			case 0x1B -> "\\e";
			case '#' -> (next == '{' || next == '$' || next == '@') ? "\\#" : "#";
			default -> isPrinted(point) ? Character.toString(point)
					: ((point > 0xFFFF) ? "\\u{%X}" : "\\u%04X").formatted(point);
		};
	}

	private static boolean isPrinted(int point) {
		return switch (Character.getType(point)) {
			case Character.CONTROL -> point == NEXT_LINE;
			case Character.SURROGATE, Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
