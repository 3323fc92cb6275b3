package io.resque.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * Names of types as messages say them.
 */
final class JsonType {

	private JsonType() {
	}

	/** JSON's word for a decoded value. */
	static String of(@Nullable Object value) {
		if (value == null) {
			return "null";
		}
		if (value instanceof Boolean) {
			return "boolean";
		}
		if (value instanceof Number) {
			return "number";
		}
		if (value instanceof Map) {
			return "object";
		}
		return (value instanceof List) ? "array" : "string";
	}

	/** The word with its article, and whether a number is a whole one. */
	static String described(Object value) {
		if (value instanceof Number) {
			return isFraction(value) ? "a fractional number" : "a whole number";
		}
		String type = of(value);
		return (type.startsWith("o") || type.startsWith("a")) ? "an " + type : "a " + type;
	}

	static boolean isFraction(Object value) {
		return value instanceof Double || value instanceof BigDecimal;
	}

	/** A Java type without packages: {@code List<String>}. */
	static String of(JavaType type) {
		String name = type.isArrayType() ? of(type.getContentType()) + "[]" : type.getRawClass().getSimpleName();
		if (type.isArrayType() || type.containedTypeCount() == 0) {
			return name;
		}
		return name + type.getBindings()
			.getTypeParameters()
			.stream()
			.map(JsonType::of)
			.collect(Collectors.joining(", ", "<", ">"));
	}

}
