package io.resque.retry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same names of jobs as in Ruby (recorded with 3.1: arguments as JSON, and the SHA-1
 * of {@code args.join("-")}).
 */
class RetryIdentityTests {

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	@ParameterizedTest
	@MethodSource("recorded")
	void isThatOfRuby(String line) {
		String[] columns = line.split("\t", 2);
		Job job = this.codec.decode("q",
				("{\"class\":\"Job\",\"args\":" + columns[0] + "}").getBytes(StandardCharsets.UTF_8));
		assertThat(RetryIdentity.of(job)).isEqualTo(columns[1].isEmpty() ? "Job" : "Job:" + columns[1]);
	}

	@Test
	void blanksAreLeftOutOfTheNameAlone() {
		assertThat(RetryIdentity.of(new Job("q", "My\tJob :: X\n", List.of()))).isEqualTo("MyJob::X");
	}

	static Stream<String> recorded() throws IOException {
		try (InputStream file = RetryIdentityTests.class.getResourceAsStream("/golden/ruby-retry-identities.tsv")) {
			return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).lines()
				.toList()
				.stream();
		}
	}

}
