package io.resque.json;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResqueJsonConvertTests {

	private static final Type STRINGS = new ParameterizedTypeReference<List<String>>() {
	}.getType();

	private static final Type ORDERS = new ParameterizedTypeReference<Map<String, List<Order>>>() {
	}.getType();

	private static final Type OPTIONAL_DATE = new ParameterizedTypeReference<Optional<LocalDate>>() {
	}.getType();

	private final ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);

	static List<Arguments> fitting() {
		return List.of(Arguments.of(44, int.class, 44), Arguments.of(44, Integer.class, 44),
				Arguments.of(44, long.class, 44L), Arguments.of(44, short.class, (short) 44),
				Arguments.of(1, double.class, 1.0), Arguments.of(1.5, double.class, 1.5),
				Arguments.of(1.5, float.class, 1.5f), Arguments.of(1, BigDecimal.class, BigDecimal.ONE),
				Arguments.of(7, BigInteger.class, BigInteger.valueOf(7)), Arguments.of(true, boolean.class, true),
				Arguments.of("x", String.class, "x"), Arguments.of("", String.class, ""),
				Arguments.of("x", Object.class, "x"), Arguments.of("x", CharSequence.class, "x"),
				Arguments.of(null, String.class, null), Arguments.of(null, Object.class, null),
				Arguments.of("DAYS", TimeUnit.class, TimeUnit.DAYS), Arguments.of("a", char.class, 'a'),
				Arguments.of("2026-11-20", LocalDate.class, LocalDate.of(2026, 11, 20)),
				Arguments.of("2026-11-20T15:00:24Z", Instant.class, Instant.parse("2026-11-20T15:00:24Z")),
				Arguments.of(1795186824, Instant.class, Instant.ofEpochSecond(1795186824)),
				Arguments.of("c0ffee00-0000-0000-0000-000000000000", UUID.class,
						UUID.fromString("c0ffee00-0000-0000-0000-000000000000")),
				Arguments.of(List.of("a", "b"), STRINGS, List.of("a", "b")),
				Arguments.of(List.of("a", "a"), Set.class, Set.of("a")),
				Arguments.of(List.of(1, 2), int[].class, new int[] { 1, 2 }),
				Arguments.of(Map.of("id", 1, "tags", List.of("x"), "unknown", 2), Order.class,
						new Order(1, List.of("x"))),
				Arguments.of(Map.of("k", List.of(Map.of("id", 1))), ORDERS, Map.of("k", List.of(new Order(1, null)))),
				Arguments.of("2026-11-20", OPTIONAL_DATE, Optional.of(LocalDate.of(2026, 11, 20))),
				Arguments.of(null, OPTIONAL_DATE, Optional.empty()),
				Arguments.of(null, Optional.class, Optional.empty()),
				Arguments.of(null, OptionalInt.class, OptionalInt.empty()));
	}

	@ParameterizedTest
	@MethodSource("fitting")
	void convertsWhatFits(Object value, Type type, Object expected) {
		assertThat(this.json.convert(value, type)).isEqualTo(expected);
	}

	static List<Arguments> unfitting() {
		return List.of(Arguments.of("x", int.class, "Expected int, but found a string"),
				Arguments.of("5", int.class, "Expected int, but found a string"),
				Arguments.of("", Integer.class, "Expected Integer, but found a string"),
				Arguments.of(1.5, int.class, "Expected int, but found a fractional number"),
				Arguments.of(1.5, Long.class, "Expected Long, but found a fractional number"),
				Arguments.of(null, int.class, "Expected int, but found null"),
				Arguments.of(null, boolean.class, "Expected boolean, but found null"),
				Arguments.of(1, boolean.class, "Expected boolean, but found a whole number"),
				Arguments.of("true", boolean.class, "Expected boolean, but found a string"),
				Arguments.of(44, String.class, "Expected String, but found a whole number"),
				Arguments.of(1.5, String.class, "Expected String, but found a fractional number"),
				Arguments.of(true, String.class, "Expected String, but found a boolean"),
				Arguments.of(List.of(), String.class, "Expected String, but found an array"),
				Arguments.of(Map.of(), int.class, "Expected int, but found an object"),
				Arguments.of(44, STRINGS, "Expected List<String>, but found a whole number"),
				Arguments.of(0, TimeUnit.class, "Expected TimeUnit, but found a whole number"),
				Arguments.of(List.of(), Order.class, "Expected Order, but found an array"),
				Arguments.of("x", Order.class, "Expected Order, but found a string"));
	}

	@ParameterizedTest
	@MethodSource("unfitting")
	void saysWhatWasExpectedAndWhatWasFound(Object value, Type type, String message) {
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> this.json.convert(value, type))
			.withMessageStartingWith(message);
	}

	@Test
	void saysMoreWhereTheTypesDoNotTell() {
		assertMismatch(3_000_000_000L, int.class, "Expected int, but found a whole number: ").contains("3000000000");
		assertMismatch("NEVER", TimeUnit.class, "Expected TimeUnit, but found a string: ").contains("DAYS");
		assertMismatch("tomorrow", LocalDate.class, "Expected LocalDate, but found a string: ").contains("tomorrow");
		assertMismatch("", LocalDate.class, "Expected LocalDate, but found a string");
	}

	@Test
	void saysWhereInsideAValueSomethingDoesNotFit() {
		assertMismatch(Arrays.asList("a", 1), STRINGS,
				"Expected List<String>, but found an array that does not fit at ")
			.contains("[1]");
		assertMismatch(Map.of("id", "x"), Order.class, "Expected Order, but found an object that does not fit at ")
			.contains("[\"id\"]");
		assertMismatch(Map.of("tags", List.of()), Order.class,
				"Expected Order, but found an object that does not fit at ");
	}

	@Test
	void typesOfValuesHaveJsonsNames() {
		assertThat(Arrays.asList(null, true, 1, 1.5, "x", List.of(), Map.of()).stream().map(ResqueJson::typeOf))
			.containsExactly("null", "boolean", "number", "number", "string", "array", "object");
	}

	private AbstractStringAssert<?> assertMismatch(Object value, Type type, String start) {
		try {
			Object converted = this.json.convert(value, type);
			throw new AssertionError("converted to " + converted);
		}
		catch (JsonException ex) {
			return assertThat(ex.getMessage()).startsWith(start).doesNotContain("\n", "Source:");
		}
	}

	record Order(int id, List<String> tags) {
	}

}
