package io.resque.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResqueJsonDecodeTests {

	private final ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);

	@Test
	void readsScalars() {
		assertThat(decode(" [1, -2147483649, 12345678901234567890, 1.0, 1e15, true, false, null, \"é\\u00e9\\/\"] "))
			.isEqualTo(Arrays.asList(1, -2147483649L, new BigInteger("12345678901234567890"), 1.0, 1e15, true, false,
					null, "éé/"));
	}

	@Test
	void keepsTheOrderOfMembersAndTheLastOfEqualNames() {
		assertThat(decode("{\"z\":1,\"a\":{\"y\":[],\"b\":{}},\"z\":2}"))
			.isEqualTo(Map.of("z", 2, "a", Map.of("y", List.of(), "b", Map.of())))
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsExactly(Map.entry("z", 2), Map.entry("a", Map.of("y", List.of(), "b", Map.of())));
	}

	@Test
	void numbersBeyondTheDoublesStayExact() {
		assertThat(decode("1e400")).isEqualTo(new BigDecimal("1e400"));
		assertThat(new String(this.json.encode(decode("1E+400")), StandardCharsets.UTF_8)).isEqualTo("1E+400");
	}

	@Test
	void amountsOfMoneyStayExact() {
		assertThat(decode("12345678901234567.89")).isEqualTo(new BigDecimal("12345678901234567.89"));
		assertThat(new String(this.json.encode(decode("12345678901234567.89")), StandardCharsets.UTF_8))
			.isEqualTo("12345678901234567.89");
		assertThat(this.json.convert(decode("0.1234567890123456789"), BigDecimal.class))
			.isEqualTo(new BigDecimal("0.1234567890123456789"));
		assertThat(this.json.convert(decode("12345678901234567.89"), double.class)).isEqualTo(12345678901234567.89);
		assertThat(Arrays.asList(decode("0.10"), decode("1234567890.12"), decode("-0.0"), decode("1e-7")))
			.isEqualTo(List.of(0.1, 1234567890.12, -0.0, 1e-7));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``           | The text is empty
			`  `         | The text is empty
			[1           | The text ends too early
			{"a":        | The text ends too early
			"a           | The text ends too early
			[] []        | Something follows the value at character 3
			{"a":1} x    | Unrecognized token 'x'
			foo          | Unrecognized token 'foo'
			{a:1}        | Unexpected character ('a'
			[1,]         | Unexpected character (']'
			[01]         | Invalid numeric value
			NaN          | Non-standard token 'NaN'
			{'a':1}      | Unexpected character
			[1e99999999999999] | The number at character 1 is beyond all bounds
			["\\ud800"] | The text at character 1 holds half of a surrogate pair
			{"\\udc00":1} | The text at character 1 holds half of a surrogate pair
			""")
	void saysWhyATextIsNoJson(String text, String why) {
		assertThatExceptionOfType(JsonException.class).isThrownBy(() -> decode(text))
			.withMessageStartingWith(why)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("Source:", "\n"));
	}

	@Test
	void refusesInvalidUtf8() {
		for (byte[] bytes : new byte[][] { "\"é\"".getBytes(StandardCharsets.ISO_8859_1), bytes(0xC0, 0xAF),
				bytes(0xED, 0xA0, 0x80), bytes(0xF8, 0x88, 0x80, 0x80, 0x80), bytes(0xE9) }) {
			assertThatExceptionOfType(JsonException.class).isThrownBy(() -> this.json.decode(bytes))
				.withMessage("The bytes are no UTF-8");
		}
	}

	@Test
	void acceptsTheReplacementCharacterItself() {
		assertThat(decode("\"\ufffd\"")).isEqualTo("\ufffd");
	}

	@Test
	void readsUtf8Only() {
		assertThatExceptionOfType(JsonException.class)
			.isThrownBy(() -> this.json.decode("[1]".getBytes(StandardCharsets.UTF_16BE)));
	}

	@Test
	void readsUpToTheDeepestNestingOnly() {
		String deepest = "[".repeat(96) + "]".repeat(96);
		assertThat(this.json.encode(decode(deepest))).isEqualTo(deepest.getBytes(StandardCharsets.UTF_8));
		for (String open : List.of("[", "{\"a\":")) {
			assertThatExceptionOfType(JsonException.class).isThrownBy(() -> decode(open.repeat(100_000)))
				.withMessage("The value is nested deeper than 96 levels");
		}
	}

	@Test
	void readsFiveMegabytes() {
		String text = "x".repeat(5 << 20);
		assertThat(decode("{\"" + text + "\":\"" + text + "\"}")).isEqualTo(Map.of(text, text));
		List<Object> many = new ArrayList<>();
		for (int i = 0; i < 500_000; i++) {
			many.add(i);
		}
		assertThat(this.json.decode(this.json.encode(many))).isEqualTo(many);
	}

	@Test
	void readsLongNumbersQuickly() {
		String digits = "7".repeat(200_000);
		assertThat(decode(digits)).isInstanceOf(BigInteger.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{\"b\":1.5,\"a\":[\"é\",{}]}", "\"\"", "[[],[]]", "1.0e+20" })
	void writesAgainWhatItRead(String text) {
		assertThat(new String(this.json.encode(decode(text)), StandardCharsets.UTF_8)).isEqualTo(text);
	}

	private Object decode(String text) {
		return this.json.decode(text.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] bytes(int... bytes) {
		byte[] quoted = new byte[bytes.length + 2];
		quoted[0] = '"';
		for (int i = 0; i < bytes.length; i++) {
			quoted[i + 1] = (byte) bytes[i];
		}
		quoted[bytes.length + 1] = '"';
		return quoted;
	}

}
