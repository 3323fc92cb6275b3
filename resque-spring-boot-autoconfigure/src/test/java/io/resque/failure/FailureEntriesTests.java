package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.JobCodec;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;

class FailureEntriesTests {

	private final ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);

	private final FailureEntries entries = new FailureEntries(new JobCodec(this.json));

	@Test
	void entryHasTheBytesThatRubyWrites() {
		JobFailure failure = new JobFailure("low", bytes("{\"class\":\"Boom\",\"args\":[1,\"two\"]}"), "ArgumentError",
				"bad é <b>input</b>", List.of("gen.rb:16:in `perform'"), "vm:5316:*",
				Instant.parse("2026-11-20T16:53:28.987Z"));
		assertThat(text(this.entries.save(failure))).isEqualTo(
				"{\"failed_at\":\"2026/11/20 16:53:28 UTC\",\"payload\":{\"class\":\"Boom\",\"args\":[1,\"two\"]},"
						+ "\"exception\":\"ArgumentError\",\"error\":\"bad é <b>input</b>\","
						+ "\"backtrace\":[\"gen.rb:16:in `perform'\"],\"worker\":\"vm:5316:*\",\"queue\":\"low\"}");
	}

	@Test
	void payloadKeepsItsBytes() {
		String payload = "{\"class\":\"My_Job\",\"args\":[{\"a\":1.0e+20}],\"id\":\"d4\",\"queue_time\":1795186824.1234}";
		assertThat(text(save(bytes(payload)))).contains("\"payload\":" + payload + ",\"exception\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no json", "null", "[]", "{}", "{\"class\":5}", "5", "", "{\"class\":\"A\"},{}",
			"{\"class\":\"A\"}]", "{\"class\":\"A\"" })
	void payloadThatIsNoJobIsKeptInBase64BesideAStandIn(String payload) {
		assertThat(text(save(bytes(payload)))).contains("\"payload\":{\"class\":\"(undecodable)\",\"args\":[]},")
			.endsWith("\"queue\":\"low\",\"raw_payload\":\"" + Base64.getEncoder().encodeToString(bytes(payload))
					+ "\"}");
	}

	@Test
	void payloadThatIsNoUtf8IsKeptInBase64() {
		byte[] payload = bytes("{\"class\":\"A\",\"args\":[\"?\"]}");
		payload[payload.length - 4] = (byte) 0xff;
		assertThat(text(save(payload)))
			.endsWith("\"raw_payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\"}");
	}

	@Test
	void entryOfADeepPayloadCanBeDecoded() {
		for (int depth : new int[] { 90, 94, 95, 96, 97, 200 }) {
			byte[] payload = bytes("{\"class\":\"A\",\"args\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}");
			assertThat(this.json.decode(save(payload))).as("depth %d", depth).isNotNull();
		}
	}

	@Test
	void invalidTextIsCleaned() {
		JobFailure failure = new JobFailure("low", bytes("{\"class\":\"A\"}"), "E\ud800", "\udfff!", List.of("\ud800"),
				"w", Instant.EPOCH);
		assertThat(text(this.entries.save(failure)))
			.contains("\"exception\":\"E?\",\"error\":\"?!\",\"backtrace\":[\"?\"]");
	}

	private byte[] save(byte[] payload) {
		return this.entries.save(new JobFailure("low", payload, "E", "", List.of(), "w", Instant.EPOCH));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
