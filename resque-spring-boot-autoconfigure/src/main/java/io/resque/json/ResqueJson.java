package io.resque.json;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Writes and reads JSON as Ruby's Resque does, byte for byte, whatever the application's
 * Jackson settings are. Thread-safe.
 */
public final class ResqueJson {

	/**
	 * Deepest nesting that is written or read; Ruby's parser refuses 101 levels, and an
	 * entry adds some around a payload.
	 */
	public static final int MAX_DEPTH = 96;

	private final JsonProfile profile;

	private final JsonText text;

	public ResqueJson(JsonProfile profile) {
		this.profile = profile;
		this.text = new JsonText(profile);
	}

	/**
	 * Writes a value. Half of a surrogate pair, which UTF-8 cannot say, becomes U+FFFD.
	 * @param value null, boolean, number, text, enum, map, iterable, array,
	 * {@link RawJson}, a Jackson tree, or anything that Jackson makes JSON of
	 * @return JSON in UTF-8
	 * @throws JsonException when it cannot be written (NaN, nested too deep, a bean that
	 * fails)
	 */
	public byte[] encode(@Nullable Object value) {
		JsonWriter writer = new JsonWriter(this.profile, this.text);
		writer.write(value);
		return writer.bytes();
	}

	/**
	 * Reads a value: maps and lists in order, strings, {@code Integer}, {@code Long} or
	 * {@code BigInteger}, {@code Double} ({@code BigDecimal} where a double would change
	 * the number), booleans, null.
	 * @param json JSON in UTF-8
	 * @return the value
	 * @throws JsonException when it is no JSON, no UTF-8, followed by something else, or
	 * nested too deep
	 */
	public @Nullable Object decode(byte[] json) {
		return JsonReader.read(json);
	}

	/**
	 * Converts a decoded value to a Java type.
	 * @param value a decoded value
	 * @param type the target type
	 * @return the converted value
	 * @throws JsonException when it does not fit; the message says what was expected and
	 * what was found
	 */
	public @Nullable Object convert(@Nullable Object value, Type type) {
		return JsonConversion.convert(value, type);
	}

	/**
	 * JSON's word for the type of a decoded value: null, boolean, number, string, array,
	 * object.
	 * @param value a decoded value
	 * @return the word
	 */
	public static String typeOf(@Nullable Object value) {
		return JsonType.of(value);
	}

}
