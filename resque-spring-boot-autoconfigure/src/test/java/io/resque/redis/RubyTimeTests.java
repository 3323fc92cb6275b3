package io.resque.redis;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RubyTimeTests {

	private static final Instant TIME = Instant.parse("2026-11-20T15:00:24.987Z");

	@Test
	void everyKeyHasRubysFormat() {
		assertThat(RubyTime.runAt(TIME)).isEqualTo("2026-11-20T15:00:24Z");
		assertThat(RubyTime.started(TIME)).isEqualTo("2026-11-20 15:00:24 +0000");
		assertThat(RubyTime.heartbeat(TIME)).isEqualTo("2026-11-20T15:00:24+00:00");
		assertThat(RubyTime.failedAt(TIME)).isEqualTo("2026/11/20 15:00:24 UTC");
	}

	@ParameterizedTest
	@CsvSource({ "2026-11-20T15:00:24Z, 2026-11-20T15:00:24Z", "2026-11-20T15:00:24+00:00, 2026-11-20T15:00:24Z",
			"2026-11-20T16:00:24+01:00, 2026-11-20T15:00:24Z", "2026-11-20 17:00:24 +0200, 2026-11-20T15:00:24Z",
			"2026-01-01T12:00:00.123+0000, 2026-01-01T12:00:00.123Z", "2026/11/20 15:00:24 UTC, 2026-11-20T15:00:24Z",
			"2026/11/20 15:00:24, 2026-11-20T15:00:24Z", "2026/11/20 16:00:24 CET, 2026-11-20T15:00:24Z",
			"2026/11/20 10:00:24 EST, 2026-11-20T15:00:24Z", "2026/07/20 08:00:24 pdt, 2026-07-20T15:00:24Z",
			"2026/11/20 20:30:24 IST, 2026-11-20T15:00:24Z", "2026/11/20 18:00:24 +03, 2026-11-20T15:00:24Z",
			"2026/11/20 15:00, 2026-11-20T15:00:00Z",
			"2026-11-20T15:00:24.123456789Z, 2026-11-20T15:00:24.123456789Z" })
	void whatRubyPhpAndJesqueWriteIsRead(String text, Instant time) {
		assertThat(RubyTime.parse(text)).isEqualTo(time);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "now", "2026/13/20 15:00:24 UTC", "2026/11/20 25:00:24", "2026/11/20 15:00:24 XYZ",
			"1795186824", "2026-11-20T15:00:24+99:00", "2026/11/20 15:00:24 UTC, or so" })
	void whatIsNoTimeIsNull(String text) {
		assertThat(RubyTime.parse(text)).isNull();
	}

	@Test
	void nothingAndFarTooMuchAreNull() {
		assertThat(RubyTime.parse(null)).isNull();
		assertThat(RubyTime.parse("9".repeat(1_000_000))).isNull();
	}

}
