package io.resque.failure;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			Order 4711 not found                               | Order # not found
			no row 0xCAFE1 in 3f2504e0-4f89-11d3-9a0c-0305e82c | no row # in #
			timed out after 30.5s at 2026-11-26T18:00:00+01:00 | timed out after # at #
			undefined method 'fee' for nil                     | undefined method … for nil
			unknown column "a b" in 'users'                    | unknown column … in …
			can't find the user's account                      | can't find the user's account
			no mailbox for ada.lovelace@example.org, sorry     | no mailbox for #, sorry
			invoice-2026-0815 was paid                         | # was paid
			Connection refused: host/10.0.0.7:5432             | Connection refused: host/#
			Überweisung Nr.17 abgelehnt                        | Überweisung Nr.# abgelehnt
			""")
	void theMessageLosesWhatDiffersFromJobToJob(String error, String message) {
		assertThat(Fingerprint.of(failed("E", error)).message()).isEqualTo(message);
	}

	@Test
	void theFirstLineOfTheMessageCounts() {
		assertThat(Fingerprint.of(failed("E", "\n  first line\nsecond line")))
			.hasToString(Fingerprint.of(failed("E", "first line")).toString());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					at com.example.Pay.charge(Pay.java:17)                                             | com.example.Pay.charge
					at app//com.example.Pay$Card.charge(Pay.java:17)                                   | com.example.Pay$Card.charge
					at com.example.Pay.lambda$all$3(Pay.java:9)                                        | com.example.Pay.lambda$all
					at com.example.Pay$$Lambda$14/0x00007f1c3c001a00.run(Unknown Source)               | com.example.Pay$$Lambda.run
					at com.example.Pay$$Lambda/0x00007f1c3c001a00.run(Unknown Source)                  | com.example.Pay$$Lambda.run
					at com.example.Pay$$SpringCGLIB$$0.charge(<generated>)                             | com.example.Pay.charge
					/srv/releases/20261126180000/app/jobs/archive.rb:12:in `perform'                   | jobs/archive.rb `perform'
					/srv/current/app/jobs/archive.rb:14:in 'Archive.perform'                           | jobs/archive.rb 'Archive.perform'
					gen.rb:16                                                                          | gen.rb
					""")
	void aFrameLosesWhatDiffersFromBuildToBuild(String line, String frame) {
		assertThat(Fingerprint.of(failed("E", "", line)).frames()).containsExactly(frame);
	}

	@Test
	void threeFramesOfTheApplicationCountAlsoOfCauses() {
		assertThat(Fingerprint
			.of(failed("E", "", "at java.base/java.util.Optional.get(Optional.java:1)", "at com.example.A.a(A.java:1)",
					"at org.springframework.web.client.RestClient.get(RestClient.java:1)",
					"at com.example.B.b(B.java:1)", "... 3 more", "Caused by: java.io.IOException: localhost:80",
					"at com.example.C.c(C.java:1)", "at com.example.D.d(D.java:1)"))
			.frames()).containsExactly("com.example.A.a", "com.example.B.b", "com.example.C.c");
		assertThat(Fingerprint
			.of(failed("E", "", "/usr/lib/ruby/3.1.0/net/http.rb:987:in `initialize'",
					"/var/gems/resque-3.0.0/lib/resque/job.rb:175:in `perform'", "/app/jobs/a.rb:3:in `perform'"))
			.frames()).containsExactly("jobs/a.rb `perform'");
	}

	@Test
	void withoutAFrameOfTheApplicationTheUppermostCount() {
		assertThat(Fingerprint.of(failed("E", "", "at java.util.A.a(A.java:1)", "at java.util.B.b(B.java:1)")).frames())
			.containsExactly("java.util.A.a", "java.util.B.b");
		assertThat(Fingerprint.of(failed("E", "")).frames()).isEmpty();
	}

	@Test
	void exceptionMessageAndFramesMakeTheId() {
		List<String> ids = Stream
			.of(failed("E", "a", "at x.A.a(A.java:1)"), failed("F", "a", "at x.A.a(A.java:1)"),
					failed("E", "b", "at x.A.a(A.java:1)"), failed("E", "a", "at x.B.a(A.java:1)"),
					failed("E", "a", "at x.A.a(A.java:1)", "at x.A.a(A.java:1)"))
			.map((failed) -> Fingerprint.of(failed).id())
			.toList();
		assertThat(ids).doesNotHaveDuplicates().allMatch((id) -> id.matches("[0-9a-f]{12}"));
		assertThat(Fingerprint.of(failed("E", "a", "at x.A.a(A.java:99)")).id()).isEqualTo(ids.get(0));
	}

	/** Texts come from anywhere: a pattern that backtracks would stop a process. */
	@ParameterizedTest
	@CsvSource({ "'", "\"", "a-", "1.", "@", "a@", "$$Lambda", "lambda$a", ":1:in " })
	@Timeout(5)
	void noTextTakesLong(String part) {
		String text = part.repeat(20_000);
		assertThat(Fingerprint.of(failed("E", text, text, "at " + text)).message()).hasSizeLessThan(400);
	}

	private static FailedJob failed(String exception, String error, String... backtrace) {
		return new FailedJob("failed", 0, "id", null, "", "queue", "Job", "[]", exception, error, List.of(backtrace),
				"", null, true);
	}

}
