package io.resque;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobCodecTests {

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	@Test
	void writesClassBeforeArgs() {
		assertThat(this.codec.encode("Archive", List.of(44, "masterbrew")))
			.isEqualTo("{\"class\":\"Archive\",\"args\":[44,\"masterbrew\"]}".getBytes(StandardCharsets.UTF_8));
		assertThat(this.codec.encode("Archive", List.of()))
			.isEqualTo("{\"class\":\"Archive\",\"args\":[]}".getBytes(StandardCharsets.UTF_8));
		assertThat(this.codec.encode("Archive", Collections.singletonList(null)))
			.isEqualTo("{\"class\":\"Archive\",\"args\":[null]}".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readsWhatItWrote() {
		assertThat(decode("{\"class\":\"Archive\",\"args\":[1,\"tar\",{\"a\":null}]}"))
			.isEqualTo(new Job("q", "Archive", List.of(1, "tar", Collections.singletonMap("a", null))));
	}

	@Test
	void jobPrintsAsInRuby() {
		assertThat(decode("{\"class\":\"Archive\",\"args\":[1,\"tar\"]}"))
			.hasToString("(Job{q} | Archive | [1,\"tar\"])");
	}

	@Test
	void jobsAreEqualByQueueNameAndArgs() {
		Job job = decode("{\"class\":\"Archive\",\"args\":[1,{\"a\":1.5}]}");
		assertThat(job).isEqualTo(decode(" {\"args\" : [1, {\"a\":1.50}], \"id\":1, \"class\":\"Archive\"}"))
			.hasSameHashCodeAs(decode("{\"class\":\"Archive\",\"args\":[1,{\"a\":1.5}]}"))
			.isNotEqualTo(decode("{\"class\":\"Archive\",\"args\":[2,{\"a\":1.5}]}"))
			.isNotEqualTo(decode("{\"class\":\"Other\",\"args\":[1,{\"a\":1.5}]}"))
			.isNotEqualTo(new Job("other", job.name(), job.args()));
	}

	@Test
	void readsForeignPayloads() {
		assertThat(decode("{\"class\":\"Archive\"}").args()).isEmpty();
		assertThat(decode("{\"class\":\"Archive\",\"args\":null}").args()).isEmpty();
		assertThat(decode("{\"args\":5,\"class\":\"Archive\",\"x\":[]}").args()).containsExactly(5);
		assertThat(decode("{\"class\":\"Archive\",\"args\":{\"a\":1,\"b\":null}}").args())
			.containsExactly(List.of("a", 1), Arrays.asList("b", null));
		assertThat(decode("{\"class\":\"My_Job\",\"args\":[{\"name\":\"a\\/b\"}],\"id\":\"0a\",\"prefix\":\"\","
				+ "\"queue_time\":1795186824.1234}"))
			.isEqualTo(new Job("q", "My_Job", List.of(Map.of("name", "a/b"))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			no json         | payload is no JSON: unrecognized token 'no'
			``              | payload is no JSON: the text is empty
			null            | payload is JSON but no object (null)
			[]              | payload is JSON but no object (array)
			"Archive"       | payload is JSON but no object (string)
			5               | payload is JSON but no object (number)
			{}              | payload has no class name (class is missing)
			{"class":null}  | payload has no class name (class is null)
			{"class":5}     | payload has no class name (class is a number)
			{"class":""}    | payload has no class name (class is empty)
			{"class":["A"]} | payload has no class name (class is an array)
			""")
	void saysWhyAPayloadIsNoJob(String payload, String why) {
		assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> decode(payload)).withMessageStartingWith(why);
	}

	private Job decode(String payload) {
		return this.codec.decode("q", payload.getBytes(StandardCharsets.UTF_8));
	}

}
