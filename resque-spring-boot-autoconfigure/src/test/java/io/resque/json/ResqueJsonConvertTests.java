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
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ResqueJsonConvertTests {

	private static final Type STRINGS = new ParameterizedTypeReference<List<String>>() {
	}.getType();

	private static final Type ORDERS = new ParameterizedTypeReference<Map<String, List<Order>>>() {
	}.getType();

	private static final Type OPTIONAL_DATE = new ParameterizedTypeReference<Optional<LocalDate>>() {
	}.getType();

	private final ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);

	static List<Arguments> fitting() {
		return List.of(arguments(44, int.class, 44), arguments(44, Integer.class, 44), arguments(44, long.class, 44L),
				arguments(44, short.class, (short) 44), arguments(1, double.class, 1.0),
				arguments(1.5, double.class, 1.5), arguments(1.5, float.class, 1.5f),
				arguments(1, BigDecimal.class, BigDecimal.ONE), arguments(7, BigInteger.class, BigInteger.valueOf(7)),
				arguments(true, boolean.class, true), arguments("x", String.class, "x"), arguments("", String.class, ""),
				arguments("x", Object.class, "x"), arguments("x", CharSequence.class, "x"),
				arguments(null, String.class, null), arguments(null, Object.class, null),
				arguments("DAYS", TimeUnit.class, TimeUnit.DAYS), arguments("a", char.class, 'a'),
				arguments("2026-11-20", LocalDate.class, LocalDate.of(2026, 11, 20)),
				arguments("2026-11-20T15:00:24Z", Instant.class, Instant.parse("2026-11-20T15:00:24Z")),
				arguments(1795186824, Instant.class, Instant.ofEpochSecond(1795186824)),
				arguments("c0ffee00-0000-0000-0000-000000000000", UUID.class,
						UUID.fromString("c0ffee00-0000-0000-0000-000000000000")),
				arguments(List.of("a", "b"), STRINGS, List.of("a", "b")),
				arguments(List.of("a", "a"), Set.class, Set.of("a")),
				arguments(List.of(1, 2), int[].class, new int[] { 1, 2 }),
				arguments(Map.of("id", 1, "tags", List.of("x"), "unknown", 2), Order.class, new Order(1, List.of("x"))),
				arguments(Map.of("k", List.of(Map.of("id", 1))), ORDERS, Map.of("k", List.of(new Order(1, null)))),
				arguments("2026-11-20", OPTIONAL_DATE, Optional.of(LocalDate.of(2026, 11, 20))),
				arguments(null, OPTIONAL_DATE, Optional.empty()), arguments(null, Optional.class, Optional.empty()),
				arguments(null, OptionalInt.class, OptionalInt.empty()));
	}

	@ParameterizedTest
	@MethodSource("fitting")
	void convertsWhatFits(Object value, Type type, Object expected) {
		assertThat(this.json.convert(value, type)).isEqualTo(expected);
	}

	static List<Arguments> unfitting() {
		return List.of(arguments("x", int.class, "Expected int, but found a string"),
				arguments("5", int.class, "Expected int, but found a string"),
				arguments("", Integer.class, "Expected Integer, but found a string"),
				arguments(1.5, int.class, "Expected int, but found a fractional number"),
				arguments(1.5, Long.class, "Expected Long, but found a fractional number"),
				arguments(null, int.class, "Expected int, but found null"),
				arguments(null, boolean.class, "Expected boolean, but found null"),
				arguments(1, boolean.class, "Expected boolean, but found a whole number"),
				arguments("true", boolean.class, "Expected boolean, but found a string"),
				arguments(44, String.class, "Expected String, but found a whole number"),
				arguments(1.5, String.class, "Expected String, but found a fractional number"),
				arguments(true, String.class, "Expected String, but found a boolean"),
				arguments(List.of(), String.class, "Expected String, but found an array"),
				arguments(Map.of(), int.class, "Expected int, but found an object"),
				arguments(44, STRINGS, "Expected List<String>, but found a whole number"),
				arguments(0, TimeUnit.class, "Expected TimeUnit, but found a whole number"),
				arguments(List.of(), Order.class, "Expected Order, but found an array"),
				arguments("x", Order.class, "Expected Order, but found a string"));
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
		assertMismatch(Arrays.asList("a", 1), STRINGS, "Expected List<String>, but found an array that does not fit at ")
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
