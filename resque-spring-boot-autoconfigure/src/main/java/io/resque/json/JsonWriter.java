package io.resque.json;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * Writes one value. What JSON knows is written as it stands; Jackson makes a tree of
 * anything else.
 */
final class JsonWriter {

	private final StringBuilder json = new StringBuilder(128);

	private final JsonProfile profile;

	private final JsonText text;

	private int depth;

	JsonWriter(JsonProfile profile, JsonText text) {
		this.profile = profile;
		this.text = text;
	}

	byte[] bytes() {
		return this.json.toString().getBytes(StandardCharsets.UTF_8);
	}

	void write(@Nullable Object value) {
		if (value == null || value instanceof Boolean) {
			this.json.append(value);
		}
		else if (value instanceof CharSequence || value instanceof Character) {
			this.text.append(this.json, value.toString());
		}
		else if (value instanceof Number number) {
			writeNumber(number);
		}
		else if (value instanceof RawJson raw) {
			this.json.append(new String(raw.bytes(), StandardCharsets.UTF_8));
		}
		else if (value instanceof JsonNode node) {
			writeNode(node);
		}
		else {
			writeNested(value);
		}
	}

	private void writeNested(Object value) {
		if (value instanceof Map<?, ?> map) {
			writeObject(map.entrySet());
		}
		else if (value instanceof Iterable<?> elements && !(value instanceof Path)) {
			writeArray(elements);
		}
		else if (value instanceof Object[] elements) {
			writeArray(Arrays.asList(elements));
		}
		else if (value instanceof byte[] bytes) {
			this.text.append(this.json, Base64.getEncoder().encodeToString(bytes));
		}
		else if (value instanceof char[] chars) {
			this.text.append(this.json, String.valueOf(chars));
		}
		else if (value.getClass().isArray()) {
			writePrimitives(value);
		}
		else {
			writeNode(tree(value));
		}
	}

	private void writeNumber(Number number) {
		if (number instanceof Double || number instanceof Float) {
			this.json.append(floatText(number));
		}
		else if (isExact(number)) {
			this.json.append(number);
		}
		else {
			writeNode(tree(number));
		}
	}

	private static boolean isExact(Number number) {
		return number instanceof Integer || number instanceof Long || number instanceof BigInteger
				|| number instanceof BigDecimal || number instanceof Short || number instanceof Byte
				|| number instanceof AtomicInteger || number instanceof AtomicLong;
	}

	private String floatText(Number number) {
		double value = number.doubleValue();
		if (Double.isNaN(value) || Double.isInfinite(value)) {
			throw new JsonException("JSON has no number for " + number, null);
		}
		if (number instanceof Float single) {
			value = ShortestDigits.widen(single);
		}
		return (this.profile != JsonProfile.PHP) ? FloatText.ruby(value) : FloatText.php(value);
	}

	private void writeNode(JsonNode node) {
		if (node instanceof POJONode pojo) {
			write(pojo.getPojo());
		}
		else if (node.isObject()) {
			writeObject(node.properties());
		}
		else if (node.isArray()) {
			writeArray(node);
		}
		else if (node.isNumber()) {
			writeNumber(node.numberValue());
		}
		else if (node.isString() || node.isBinary()) {
			this.text.append(this.json, node.asString());
		}
		else {
			this.json.append(node.isBoolean() ? String.valueOf(node.booleanValue()) : "null");
		}
	}

	private void writeObject(Iterable<? extends Map.Entry<?, ?>> members) {
		descend();
		char separator = '{';
		for (Map.Entry<?, ?> member : members) {
			this.json.append(separator);
			this.text.append(this.json, key(member.getKey()));
			this.json.append(':');
			write(member.getValue());
			separator = ',';
		}
		this.json.append((separator == '{') ? "{}" : "}");
		this.depth--;
	}

	private void writeArray(Iterable<?> elements) {
		descend();
		char separator = '[';
		for (Object element : elements) {
			this.json.append(separator);
			write(element);
			separator = ',';
		}
		this.json.append((separator == '[') ? "[]" : "]");
		this.depth--;
	}

	private void writePrimitives(Object array) {
		int length = Array.getLength(array);
		Object[] boxed = new Object[length];
		for (int i = 0; i < length; i++) {
			boxed[i] = Array.get(array, i);
		}
		writeArray(Arrays.asList(boxed));
	}

	private void descend() {
		if (++this.depth > ResqueJson.MAX_DEPTH) {
			throw new JsonException("The value is nested deeper than " + ResqueJson.MAX_DEPTH + " levels", null);
		}
	}

	/** As Ruby's {@code to_s} of a hash key; null is the empty text. */
	private String key(@Nullable Object key) {
		if (key == null) {
			return "";
		}
		if (key instanceof Double || key instanceof Float) {
			return floatText((Number) key);
		}
		if (key instanceof Enum<?>) {
			return tree(key).asString();
		}
		return key.toString();
	}

	private static JsonNode tree(Object value) {
		try {
			JsonNode tree = OwnJackson.MAPPER.valueToTree(value);
			if (tree instanceof POJONode pojo && pojo.getPojo() == value) {
				throw new JsonException(value.getClass().getName() + " cannot be written as JSON", null);
			}
			return tree;
		}
		catch (JacksonException ex) {
			throw new JsonException(
					value.getClass().getName() + " cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

}
