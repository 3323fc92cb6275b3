package io.resque.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[1,"a"]                                      | [1,"a"]
			[{"password":"x"}]                           | [{"password":"•••"}]
			[{"userPassword" : "x","b":1}]               | [{"userPassword" : "•••","b":1}]
			[{"API_KEY":"a\\"b","c":2}]                  | [{"API_KEY":"•••","c":2}]
			[{"token":{"a":[1,"}"]},"b":2}]              | [{"token":"•••","b":2}]
			[{"secret":12,"b":2}]                        | [{"secret":"•••","b":2}]
			[{"secret":null}]                            | [{"secret":"•••"}]
			[{"password":"cut…                           | [{"password":"•••"
			["{\\"password\\":\\"x\\",\\"b\\":1}"]       | ["{\\"password\\":\\"•••\\",\\"b\\":1}"]
			[{"note":"the password: x"}]                 | [{"note":"the password: x"}]
			""")
	void valuesOfSecretMembersAreHidden(String json, String masked) {
		assertThat(Secrets.mask(json)).isEqualTo(masked);
	}

	@Test
	void longTextsTakeNoTime() {
		String text = "\"".repeat(100_000) + "password".repeat(10_000) + "{\"".repeat(50_000);
		assertThat(Secrets.mask(text)).isNotEmpty();
		assertThat(Secrets.mask("{\"password\":".repeat(10_000))).isNotEmpty();
	}

}
