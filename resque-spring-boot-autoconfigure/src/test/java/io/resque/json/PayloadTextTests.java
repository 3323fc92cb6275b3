package io.resque.json;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTextTests {

	private final ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);

	@Test
	void showsNameAndArgs() {
		assertThat(of("{\"class\":\"Archive\",\"args\":[44,\"master\",null,1.0e+20]}"))
			.isEqualTo(new PayloadText("Archive", "[44,\"master\",null,1.0e+20]"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"class\":\"A\"}|A|[]", "{\"class\":\"A\",\"args\":null}|A|[]",
					"{\"class\":\"A\",\"args\":{\"a\":1}}|A|{\"a\":1}", "{\"class\":\"A\",\"args\":5}|A|5",
					"{\"class\":5,\"args\":[1]}|(no class)|[1]", "{}|(no class)|[]", "[]|(no job)|[]",
					"null|(no job)|null", "\"text\"|(no job)|\"text\"", "no json|(undecodable)|no json" })
	void showsWhatIsNoProperPayload(String payload, String name, String args) {
		assertThat(of(payload)).isEqualTo(new PayloadText(name, args));
	}

	@Test
	void showsTheClassInsideOfAnActiveJob() {
		String payload = "{\"class\":\"ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper\","
				+ "\"args\":[{\"job_class\":\"MailJob\",\"arguments\":[1]}]}";
		assertThat(of(payload).name()).isEqualTo("MailJob");
		assertThat(of(payload.replace("job_class", "jobclass")).name()).endsWith("JobWrapper");
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "user_password", "passwd", "apiKey", "api_key", "secret", "accessToken",
			"AUTHORIZATION" })
	void masksValuesOfMembersNamedLikeSecrets(String name) {
		assertThat(of("{\"class\":\"A\",\"args\":[{\"" + name + "\":{\"deep\":\"hunter2\"},\"user\":\"joe\"}]}").args())
			.isEqualTo("[{\"" + name + "\":\"•••\",\"user\":\"joe\"}]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "[1,2]|[\"•••\",2]", "5|\"•••\"", "{\"a\":1}|\"•••\"", "\"text\"|\"•••\"", "[]|[]" })
	void masksTheFirstArgumentAlsoWithoutAList(String args, String masked) {
		Secrets.hide("FirstHidden", new SensitiveArgs(Set.of(0), Integer.MAX_VALUE, Set.of()));
		assertThat(of("{\"class\":\"FirstHidden\",\"args\":" + args + "}").args()).isEqualTo(masked);
	}

	@Test
	void shortensMegabytes() {
		String big = "x".repeat(5_000_000);
		assertThat(of("{\"class\":\"A\",\"args\":[\"" + big + "\"]}").args().length()).isLessThan(2_100);
		assertThat(of("{\"class\":\"" + big + "\",\"args\":[]}").name().length()).isLessThan(2_100);
		assertThat(of("{\"class\":\"A\",\"args\":[" + "1,".repeat(1_000_000) + "1]}").args()).hasSizeLessThan(2_100)
			.endsWith("…");
		assertThat(of("{\"class\":\"A\",\"args\":[" + "[],".repeat(1_000_000) + "1]}").args()).hasSizeLessThan(2_100);
		assertThat(of("{\"class\":\"A\",\"args\":[{\"" + big + "\":1}]}").args()).hasSizeLessThan(2_100);
		assertThat(of("{" + big).args()).hasSizeLessThan(2_100).endsWith("…");
	}

	@Test
	void showsBytesThatAreNoText() {
		PayloadText text = PayloadText.of(new byte[] { '{', (byte) 0xff, (byte) 0xfe }, this.json);
		assertThat(text).isEqualTo(new PayloadText("(undecodable)", "{\ufffd\ufffd"));
	}

	private PayloadText of(String payload) {
		return PayloadText.of(payload.getBytes(StandardCharsets.UTF_8), this.json);
	}

}
