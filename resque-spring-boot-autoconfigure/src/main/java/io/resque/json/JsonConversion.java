package io.resque.json;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;

import org.springframework.util.ClassUtils;

/**
 * Turns decoded values into the types that Java methods want.
 */
final class JsonConversion {

	private JsonConversion() {
	}

	static @Nullable Object convert(@Nullable Object value, Type type) {
		if (type == Object.class || (value != null && isAlready(value, type))) {
			return value;
		}
		JavaType target = OwnJackson.MAPPER.constructType(type);
		if (value == null) {
			return absent(target);
		}
		try {
			return OwnJackson.MAPPER.convertValue(value, target);
		}
		catch (JacksonException ex) {
			String problem = expected(target) + JsonType.described(value);
			if (isAboutSecret(ex)) {
				throw new JsonException(problem + " that does not fit in a member that is hidden", null);
			}
			throw new JsonException(problem + reason(target, value, ex), ex);
		}
	}

	/** What most jobs take needs no Jackson. */
	private static boolean isAlready(Object value, Type type) {
		Class<?> found = value.getClass();
		return found == type || (type == int.class && found == Integer.class)
				|| (type == long.class && found == Long.class) || (type == boolean.class && found == Boolean.class)
				|| (type == double.class && found == Double.class);
	}

	private static @Nullable Object absent(JavaType target) {
		if (target.isPrimitive()) {
			throw new JsonException(expected(target) + "null", null);
		}
		return OwnJackson.MAPPER.readValue("null", target);
	}

	/** Jackson says what it was given. */
	private static boolean isAboutSecret(JacksonException ex) {
		return ex instanceof DatabindException databind && databind.getPath()
			.stream()
			.anyMatch((step) -> step.getPropertyName() != null && Secrets.isSecret(step.getPropertyName()));
	}

	private static String expected(JavaType target) {
		return "Expected " + JsonType.of(target) + ", but found ";
	}

	/** Nothing where the two types say it all. */
	private static String reason(JavaType target, Object value, JacksonException ex) {
		if (ex instanceof DatabindException databind && !databind.getPath().isEmpty()) {
			return " that does not fit at " + databind.getPathReference() + ": " + ex.getOriginalMessage();
		}
		boolean simple = target.isPrimitive() || target.getRawClass().getName().startsWith("java.lang.");
		boolean overflow = value instanceof Number && !JsonType.isFraction(value)
				&& Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(target.getRawClass()));
		boolean sameKind = !simple && !JsonType.of(value).equals("boolean");
		return (sameKind || overflow) ? ": " + ex.getOriginalMessage() : "";
	}

}
