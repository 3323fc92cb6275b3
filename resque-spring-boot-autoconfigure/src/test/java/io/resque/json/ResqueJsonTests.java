package io.resque.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResqueJsonTests {

	@Test
	void writesTheBytesThatRubyWritesForTheSameArgs() {
		assertThat(classic(List.of(44, "masterbrew"))).isEqualTo("[44,\"masterbrew\"]");
		assertThat(classic(
				Arrays.asList(1, null, true, 1.5, 100.0, 1e20, 0.0001, -3, new BigInteger("12345678901234567890"))))
			.isEqualTo("[1,null,true,1.5,100.0,1.0e+20,0.0001,-3,12345678901234567890]");
		assertThat(classic(List.of("café ☃ 😀", "a/b", "<&>", "quote\" back\\ tab\t nl\n ctl\u0001")))
			.isEqualTo("[\"café ☃ 😀\",\"a/b\",\"<&>\",\"quote\\\" back\\\\ tab\\t nl\\n ctl\\u0001\"]");
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("z", 1);
		object.put("a", List.of(1, Collections.singletonMap("b", null)));
		assertThat(classic(List.of(object, List.of()))).isEqualTo("[{\"z\":1,\"a\":[1,{\"b\":null}]},[]]");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			/,      "/",      "/",            "\\/"
			é,      "é",      "é",            "\\u00e9"
			😀,     "😀",     "😀",           "\\ud83d\\ude00"
			<>&,    "<>&",    "\\u003c\\u003e\\u0026", "<>&"
			""")
	void profilesDifferInTheirEscapes(String text, String classic, String rails, String php) {
		assertThat(write(JsonProfile.CLASSIC, text)).isEqualTo(classic);
		assertThat(write(JsonProfile.RAILS_HTML_SAFE, text)).isEqualTo(rails);
		assertThat(write(JsonProfile.PHP, text)).isEqualTo(php);
	}

	@Test
	void lineSeparatorsAreRawInClassicOnly() {
		assertThat(write(JsonProfile.CLASSIC, "\u2028\u2029")).isEqualTo("\"\u2028\u2029\"");
		assertThat(write(JsonProfile.RAILS_HTML_SAFE, "\u2028\u2029")).isEqualTo("\"\\u2028\\u2029\"");
		assertThat(write(JsonProfile.PHP, "\u2028\u2029")).isEqualTo("\"\\u2028\\u2029\"");
	}

	@ParameterizedTest
	@EnumSource
	void controlCharactersAreShortOrLowerCaseHex(JsonProfile profile) {
		assertThat(write(profile, "\b\f\n\r\t")).isEqualTo("\"\\b\\f\\n\\r\\t\"");
		assertThat(write(profile, "\u0000\u001f\u007f")).isEqualTo("\"\\u0000\\u001f\u007f\"");
	}

	@Test
	void wholeFloatsHaveNoFractionInPhp() {
		assertThat(write(JsonProfile.PHP, List.of(100.0, 1.5, 1e15, -0.0))).isEqualTo("[100,1.5,1.0e+15,-0.0]");
		assertThat(write(JsonProfile.RAILS_HTML_SAFE, List.of(100.0, 0.00001))).isEqualTo("[100.0,1.0e-05]");
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void refusesWhatJsonHasNoNumberFor(double value) {
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> classic(List.of(value)))
			.withMessage("JSON has no number for " + value);
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> classic((float) value));
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> classic(new Reading(value, 1)));
	}

	@Test
	void writesDecimalsExactly() {
		assertThat(classic(new BigDecimal("1.10"))).isEqualTo("1.10");
		assertThat(classic(new BigDecimal("12345678901234567890.123456789")))
			.isEqualTo("12345678901234567890.123456789");
		assertThat(classic(new Price(new BigDecimal("0.10"), "EUR")))
			.isEqualTo("{\"amount\":0.10,\"currency\":\"EUR\"}");
	}

	@Test
	void writesSinglePrecisionWithItsOwnDigits() {
		assertThat(classic(1.1f)).isEqualTo("1.1");
		assertThat(classic(16777216f)).isEqualTo("16777216.0");
		assertThat(classic(new Reading(0.1, 0.1f))).isEqualTo("{\"exact\":0.1,\"rough\":0.1}");
	}

	@Test
	void nullKeyIsTheEmptyText() {
		assertThat(classic(Collections.singletonMap(null, 1))).isEqualTo("{\"\":1}");
	}

	@Test
	void keysAreWrittenAsText() {
		Map<Object, Object> map = new LinkedHashMap<>();
		map.put(1, "a");
		map.put(1.5, "b");
		map.put(TimeUnit.DAYS, "c");
		assertThat(classic(map)).isEqualTo("{\"1\":\"a\",\"1.5\":\"b\",\"DAYS\":\"c\"}");
	}

	@Test
	void halfOfASurrogatePairBecomesTheReplacementCharacter() {
		assertThat(classic("a\ud83db\ude00")).isEqualTo("\"a\ufffdb\ufffd\"");
		assertThat(write(JsonProfile.PHP, "a\ud83d")).isEqualTo("\"a\\ufffd\"");
	}

	@Test
	void writesArraysAsLists() {
		assertThat(classic(new int[] { 1, 2 })).isEqualTo("[1,2]");
		assertThat(classic(new double[] { 1 })).isEqualTo("[1.0]");
		assertThat(classic(new String[] { "a", null })).isEqualTo("[\"a\",null]");
		assertThat(classic(new byte[] { 1, 2, 3 })).isEqualTo("\"AQID\"");
		assertThat(classic(new Blob(new byte[] { 1, 2, 3 }))).isEqualTo("{\"content\":\"AQID\"}");
		assertThat(classic(new char[] { 'a', 'b' })).isEqualTo("\"ab\"");
		assertThat(classic(new Object[0])).isEqualTo("[]");
	}

	@Test
	void writesBeansWithPropertiesInDeclaredOrderAndNulls() {
		assertThat(classic(new Zebra("z", null, 1))).isEqualTo("{\"zulu\":\"z\",\"alpha\":null,\"mike\":1}");
		assertThat(classic(new Bean())).isEqualTo("{\"second\":2,\"first\":null}");
	}

	@Test
	void writesDatesInIsoForm() {
		assertThat(classic(
				List.of(Instant.parse("2026-11-20T15:00:24Z"), LocalDate.of(2026, 11, 20), Duration.ofSeconds(90))))
			.isEqualTo("[\"2026-11-20T15:00:24Z\",\"2026-11-20\",\"PT1M30S\"]");
	}

	@Test
	void writesEnumsOptionalsTreesAndPaths() {
		assertThat(classic(List.of(TimeUnit.DAYS, Optional.of(1), Optional.empty()))).isEqualTo("[\"DAYS\",1,null]");
		assertThat(classic(JsonMapper.shared().readTree("{\"b\":[1,2.0,null,true,\"x\"],\"a\":{}}")))
			.isEqualTo("{\"b\":[1,2.0,null,true,\"x\"],\"a\":{}}");
		assertThat(classic(Path.of("/tmp/a"))).startsWith("\"file:").endsWith("/tmp/a\"");
	}

	@Test
	void writesRawJsonAsItStands() {
		assertThat(classic(Map.of("payload", new RawJson("{ \"a\" : 1 }".getBytes(StandardCharsets.UTF_8)))))
			.isEqualTo("{\"payload\":{ \"a\" : 1 }}");
	}

	@Test
	void refusesBeansThatCannotBeRead() {
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> classic(new Broken()))
			.withMessageContaining("Broken cannot be written as JSON")
			.withMessageContaining("no value today");
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> classic(new Object()))
			.withMessageContaining("java.lang.Object cannot be written as JSON");
	}

	@Test
	void refusesCycles() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> classic(list))
			.withMessage("The value is nested deeper than 96 levels");
		Node node = new Node();
		node.next = new Node();
		node.next.next = node;
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> classic(node));
	}

	private static String classic(Object value) {
		return write(JsonProfile.CLASSIC, value);
	}

	private static String write(JsonProfile profile, Object value) {
		return new String(new ResqueJson(profile).encode(value), StandardCharsets.UTF_8);
	}

	record Zebra(String zulu, String alpha, int mike) {
	}

	record Blob(byte[] content) {
	}

	record Price(BigDecimal amount, String currency) {
	}

	record Reading(double exact, float rough) {
	}

	public static class Bean {

		private final int second = 2;

		private String first;

		public String getFirst() {
			return this.first;
		}

		public int getSecond() {
			return this.second;
		}

	}

	public static class Broken {

		public String getValue() {
			throw new IllegalStateException("no value today");
		}

	}

	static class Node {

		public Node next;

	}

}
