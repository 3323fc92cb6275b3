package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class FailedJobReadingTests {

	private final FailureFixture failed;

	private final FailureQueue failures;

	FailedJobReadingTests(RedisServer redis) {
		this.failed = new FailureFixture(redis);
		this.failures = this.failed.failures();
	}

	@Test
	void rubysEntryIsRead() {
		this.failed.append(FailureFixture.retriedEntry(1));
		FailedJob job = this.failed.only();
		assertThat(job.index()).isZero();
		assertThat(job.id()).matches("[0-9a-f]{40}");
		assertThat(job.failedAt()).isEqualTo(Instant.parse("2026-11-20T16:53:28Z"));
		assertThat(job.failedAtText()).isEqualTo("2026/11/20 16:53:28 UTC");
		assertThat(job.queue()).isEqualTo("low");
		assertThat(job.name()).isEqualTo("Boom");
		assertThat(job.args()).isEqualTo("[1]");
		assertThat(job.exception()).isEqualTo("ArgumentError");
		assertThat(job.error()).isEqualTo("bad é <b>input</b>");
		assertThat(job.backtrace()).containsExactly("gen.rb:16:in `perform'");
		assertThat(job.worker()).isEqualTo("vm:5316:low");
		assertThat(job.retriedAt()).isEqualTo("2026/11/20 17:00:00 UTC");
		assertThat(job.readable()).isTrue();
	}

	@Test
	void jesquesEntryIsRead() {
		this.failed.append("{\"worker\":\"host:12-0:JAVA_DYNAMIC_QUEUES,low\",\"queue\":\"low\","
				+ "\"payload\":{\"class\":\"Boom\",\"args\":[1],\"vars\":null},\"backtrace\":[\"\\tat a.B.c(B.java:1)\"],"
				+ "\"error\":null,\"exception\":\"java.lang.IllegalStateException\","
				+ "\"failed_at\":\"2026-01-01T12:00:00.123+0000\",\"retried_at\":null}");
		FailedJob job = this.failed.only();
		assertThat(job.failedAt()).isEqualTo(Instant.parse("2026-01-01T12:00:00.123Z"));
		assertThat(job.retriedAt()).isNull();
		assertThat(job.error()).isEmpty();
		assertThat(job.name()).isEqualTo("Boom");
		assertThat(job.worker()).isEqualTo("host:12-0:JAVA_DYNAMIC_QUEUES,low");
	}

	@Test
	void phpsEntryIsRead() {
		this.failed.append("{\"failed_at\":\"2026-11-20T16:00:24+01:00\",\"payload\":{\"class\":\"My_Job\","
				+ "\"args\":[{\"path\":\"a\\/b\"}],\"id\":\"d41d\",\"prefix\":\"\",\"queue_time\":1795186824.1234},"
				+ "\"exception\":\"Exception\",\"error\":\"caf\\u00e9\",\"backtrace\":[\"#0 x.php(3)\",\"#1 {main}\"],"
				+ "\"worker\":\"host:1:low\",\"queue\":\"low\"}");
		FailedJob job = this.failed.only();
		assertThat(job.failedAt()).isEqualTo(Instant.parse("2026-11-20T15:00:24Z"));
		assertThat(job.args()).isEqualTo("[{\"path\":\"a/b\"}]");
		assertThat(job.error()).isEqualTo("café");
		assertThat(job.backtrace()).hasSize(2);
	}

	@Test
	void emptyTextsThatACrashOfRubyLeftAreSkipped() {
		this.failed.append("", FailureFixture.entry(1), "", FailureFixture.entry(2));
		assertThat(this.failures.newest(0, 10)).extracting(FailedJob::args).containsExactly("[2]", "[1]");
		assertThat(this.failures.newest(0, 10)).extracting(FailedJob::index).containsExactly(3L, 1L);
		assertThat(this.failures.count()).isEqualTo(4);
	}

	@Test
	void missingMembersAreEmpty() {
		this.failed.append("{}");
		FailedJob job = this.failed.only();
		assertThat(job.failedAt()).isNull();
		assertThat(List.of(job.failedAtText(), job.queue(), job.exception(), job.error(), job.worker()))
			.containsOnly("");
		assertThat(job.backtrace()).isEmpty();
		assertThat(job.name()).isEqualTo("(no job)");
		assertThat(job.retriedAt()).isNull();
		assertThat(job.readable()).isTrue();
	}

	@Test
	void membersOfOtherTypesAreShownAsTheyAre() {
		this.failed.append("{\"failed_at\":1795186824,\"payload\":\"text\",\"exception\":[\"E\"],\"error\":{\"a\":1},"
				+ "\"backtrace\":\"one\\ntwo\",\"worker\":7,\"queue\":false,\"retried_at\":12}");
		FailedJob job = this.failed.only();
		assertThat(job.failedAt()).isNull();
		assertThat(job.failedAtText()).isEqualTo("1795186824");
		assertThat(job.args()).isEqualTo("\"text\"");
		assertThat(job.exception()).isEqualTo("[\"E\"]");
		assertThat(job.error()).isEqualTo("{\"a\":1}");
		assertThat(job.backtrace()).containsExactly("one", "two");
		assertThat(job.worker()).isEqualTo("7");
		assertThat(job.queue()).isEqualTo("false");
		assertThat(job.retriedAt()).isEqualTo("12");
	}

	@Test
	void framesThatAreNoTextAreShownAsTheyAre() {
		this.failed.append("{\"backtrace\":[null,1,\"frame\",[\"x\"]]}");
		assertThat(this.failed.only().backtrace()).containsExactly("", "1", "frame", "[\"x\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no json", "null", "[]", "5", "\"text\"", "{\"failed_at\":", "{} {}" })
	void unreadableEntryIsShownAsText(String entry) {
		this.failed.append(entry);
		FailedJob job = this.failed.only();
		assertThat(job.readable()).isFalse();
		assertThat(job.error()).startsWith("This entry ");
		assertThat(job.name()).isEqualTo("(undecodable)");
		assertThat(job.args()).isEqualTo(entry);
	}

	@Test
	void entryThatIsNoUtf8IsShownAsText() {
		byte[] entry = FailureFixture.entry(1).getBytes(StandardCharsets.ISO_8859_1);
		this.failed.append(entry);
		assertThat(this.failed.only().readable()).isFalse();
		assertThat(this.failed.only().args()).contains("bad \ufffd <b>input</b>");
	}

	@Test
	void deepEntryIsShownAsText() {
		this.failed.append(FailureFixture.entry(1).replace("[1]", "[".repeat(200) + "]".repeat(200)));
		assertThat(this.failed.only().readable()).isFalse();
	}

	@Test
	void payloadKeptInBase64IsShownAsText() {
		this.failed.append(FailureFixture.entry(1,
				",\"raw_payload\":\"" + Base64.getEncoder().encodeToString("no json".getBytes()) + "\""));
		assertThat(this.failed.only().name()).isEqualTo("(undecodable)");
		assertThat(this.failed.only().args()).isEqualTo("no json");
	}

	@Test
	void pageOfHugeEntriesIsShort() {
		this.failed.append(FailureFixture.entry(1).replace("[1]", "[\"" + "x".repeat(5_000_000) + "\"]"),
				FailureFixture.entry(2).replace("bad", "y".repeat(5_000_000)), "z".repeat(5_000_000));
		assertThat(this.failures.newest(0, 10)).hasSize(3)
			.allSatisfy((job) -> assertThat(job.toString().length()).isLessThan(30_000));
	}

	@Test
	void pagesGoOverTheWholeListFromTheNewest() {
		IntStream.range(0, 45).forEach((i) -> this.failed.append(FailureFixture.entry(i)));
		assertThat(this.failures.newest(0, 20)).extracting(FailedJob::index)
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj((i) -> 44L - i).toList());
		assertThat(this.failures.newest(20, 20)).first().extracting(FailedJob::args).isEqualTo("[24]");
		assertThat(this.failures.newest(40, 20)).extracting(FailedJob::args)
			.containsExactly("[4]", "[3]", "[2]", "[1]", "[0]");
		assertThat(this.failures.newest(45, 20)).isEmpty();
		assertThat(this.failures.newest(1_000_000_000_000L, 20)).isEmpty();
		assertThat(this.failures.newest(-5, 1)).extracting(FailedJob::index).containsExactly(44L);
		assertThat(this.failures.newest(0, 0)).isEmpty();
		assertThat(this.failures.newest(0, -1)).isEmpty();
	}

	@Test
	void stretchFromTheOldestIsReadAsRubyReadsIt() {
		assertThat(this.failures.oldest(0, 10)).isEmpty();
		this.failed.append(FailureFixture.entry(0));
		assertThat(this.failures.oldest(0, 10)).extracting(FailedJob::args).containsExactly("[0]");
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2));
		assertThat(this.failures.oldest(1, 1)).extracting(FailedJob::args).containsExactly("[1]");
		assertThat(this.failures.oldest(1, 10)).extracting(FailedJob::index).containsExactly(1L, 2L);
		assertThat(this.failures.oldest(-3, 1)).extracting(FailedJob::index).containsExactly(0L);
		assertThat(this.failures.oldest(3, 10)).isEmpty();
		assertThat(this.failures.oldest(0, -1)).isEmpty();
	}

}
