package io.resque.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads one value.
 */
final class JsonReader {

	private static final String ENDS_TOO_EARLY = "The text ends too early";

	private static final char REPLACEMENT = '\uFFFD';

	private final JsonParser parser;

	private JsonReader(JsonParser parser) {
		this.parser = parser;
	}

	static @Nullable Object read(byte[] json) {
		try (JsonParser parser = OwnJackson.FACTORY.createParser(ObjectReadContext.empty(), text(json))) {
			JsonToken first = parser.nextToken();
			if (first == null) {
				throw new JsonException("The text is empty", null);
			}
			Object value = new JsonReader(parser).value(first, 1);
			if (parser.nextToken() != null) {
				throw new JsonException("Something follows the value at character " + offset(parser), null);
			}
			return value;
		}
		catch (UnexpectedEndOfInputException ex) {
			throw new JsonException(ENDS_TOO_EARLY, ex);
		}
		catch (JacksonException ex) {
			String where = (ex.getLocation() != null) ? " at character " + ex.getLocation().getCharOffset() : "";
			throw new JsonException(firstLine(ex.getOriginalMessage()) + where, ex);
		}
	}

	private @Nullable Object value(JsonToken token, int depth) {
		return switch (token) {
			case VALUE_NULL -> null;
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_STRING -> wellFormed(this.parser.getString());
			case VALUE_NUMBER_INT -> this.parser.getNumberValue();
			case VALUE_NUMBER_FLOAT -> fraction();
			case START_ARRAY -> array(depth);
			case START_OBJECT -> object(depth);
			default -> throw new JsonException("A value is missing at character " + offset(this.parser), null);
		};
	}

	/** A number that a double would change stays what it is: it may be money. */
	private Number fraction() {
		double value = this.parser.getDoubleValue();
		if (value == 0) {
			return value;
		}
		try {
			BigDecimal exact = this.parser.getDecimalValue();
			boolean same = !Double.isInfinite(value) && BigDecimal.valueOf(value).compareTo(exact) == 0;
			return same ? (Number) value : exact;
		}
		catch (NumberFormatException ex) {
			throw new JsonException("The number at character " + offset(this.parser) + " is beyond all bounds", ex);
		}
	}

	/**
	 * Ruby's parser refuses half of a surrogate pair: what holds one must not reach its
	 * pages.
	 */
	private String wellFormed(String text) {
		if (!WellFormed.text(text).equals(text)) {
			throw new JsonException("The text at character " + offset(this.parser) + " holds half of a surrogate pair",
					null);
		}
		return text;
	}

	private List<@Nullable Object> array(int depth) {
		checkDepth(depth);
		List<@Nullable Object> array = new ArrayList<>();
		for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
			array.add(value(token, depth + 1));
		}
		return array;
	}

	private Map<String, @Nullable Object> object(int depth) {
		checkDepth(depth);
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		while (next() != JsonToken.END_OBJECT) {
			String name = wellFormed(this.parser.currentName());
			object.put(name, value(next(), depth + 1));
		}
		return object;
	}

	private JsonToken next() {
		JsonToken token = this.parser.nextToken();
		if (token == null) {
			throw new JsonException(ENDS_TOO_EARLY, null);
		}
		return token;
	}

	private void checkDepth(int depth) {
		if (depth > ResqueJson.MAX_DEPTH) {
			throw new JsonException("The value is nested deeper than " + ResqueJson.MAX_DEPTH + " levels", null);
		}
	}

	/**
	 * The decoder of strings is much faster than a strict one, and leaves a trace of
	 * whatever it had to replace.
	 */
	private static String text(byte[] json) {
		String text = new String(json, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) >= 0) {
			try {
				StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
			}
			catch (CharacterCodingException ex) {
				throw new JsonException("The bytes are no UTF-8", ex);
			}
		}
		return text;
	}

	private static long offset(JsonParser parser) {
		return parser.currentTokenLocation().getCharOffset();
	}

	private static String firstLine(String message) {
		int end = message.indexOf('\n');
		return (end < 0) ? message : message.substring(0, end);
	}

}
