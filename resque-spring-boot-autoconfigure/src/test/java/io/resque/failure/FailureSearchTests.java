package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.ResqueException;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class FailureSearchTests {

	private static final Instant FAILED_AT = Instant.parse("2026-11-20T16:53:28Z");

	private static final FailureFilter ALL = FailureFilter.ALL;

	private final FailureFixture failed;

	private final StringRedisTemplate redis;

	FailureSearchTests(RedisServer redis) {
		this.failed = new FailureFixture(redis);
		this.redis = redis.template();
	}

	static Stream<FailureFilter> matching() {
		return Stream.of(ALL, ALL.withJob("Boom"), ALL.withException("ArgumentError"), ALL.withQueue("low"),
				ALL.withError("BAD É <B>"), ALL.withText("input"), ALL.withText("argumenterror"), ALL.withText("[7]"),
				ALL.withText("É"), ALL.withNotBefore(FAILED_AT).withNotAfter(FAILED_AT), ALL.withRetried(false));
	}

	static Stream<FailureFilter> notMatching() {
		return Stream.of(ALL.withJob("boom"), ALL.withJob("Boo"), ALL.withException("Argument"),
				ALL.withException("Error"), ALL.withQueue("lo"), ALL.withError("[7]"), ALL.withError("ArgumentError"),
				ALL.withText("gen.rb"), ALL.withText("failed_at"), ALL.withNotBefore(FAILED_AT.plusSeconds(1)),
				ALL.withNotAfter(FAILED_AT.minusSeconds(1)), ALL.withRetried(true), ALL.withJob("Boom").withText("ö"));
	}

	@ParameterizedTest
	@MethodSource("matching")
	void whatMatchesIsFound(FailureFilter filter) {
		this.failed.append(FailureFixture.entry(7));
		assertThat(search(filter, null, 10).found()).extracting(FailedJob::args).containsExactly("[7]");
		assertThat(this.failed.all().count(filter, null).count()).isOne();
	}

	@ParameterizedTest
	@MethodSource("notMatching")
	void whatDoesNotMatchIsNot(FailureFilter filter) {
		this.failed.append(FailureFixture.entry(7));
		assertThat(search(filter, null, 10).found()).isEmpty();
		assertThat(this.failed.all().count(filter, null).count()).isZero();
	}

	@Test
	void exceptionsAreFoundWithoutTheirPackage() {
		this.failed.append(FailureFixture.entry(1).replace("ArgumentError", "java.io.UncheckedIOException"),
				FailureFixture.entry(2).replace("ArgumentError", "Net::OpenTimeout"),
				FailureFixture.entry(3).replace("ArgumentError", "a.Outer$Inner"));
		assertThat(args(ALL.withException("UncheckedIOException"))).containsExactly("[1]");
		assertThat(args(ALL.withException("OpenTimeout"))).containsExactly("[2]");
		assertThat(args(ALL.withException("Inner"))).containsExactly("[3]");
		assertThat(args(ALL.withException("IOException"))).isEmpty();
	}

	@Test
	void whatTheBytesDoNotShowIsFoundAsWell() {
		byte[] payload = "{\"class\":\"Boom\",\"args\":[\"torn".getBytes(StandardCharsets.UTF_8);
		this.failed.append(FailureFixture.entry(1).replace("bad", "b\\u0061d"),
				FailureFixture.entry(2).replace("low", "l\\u006fw\\/x"));
		this.failed.append(new FailureEntries(new JobCodec(new ResqueJson(JsonProfile.CLASSIC)))
			.save(JobFailure.of("high", payload, new IllegalStateException("no JSON"), "w:1:high", FAILED_AT)));
		this.failed.append("no JSON at all");
		assertThat(args(ALL.withText("bad").withQueue("low"))).containsExactly("[1]");
		assertThat(args(ALL.withQueue("low/x"))).containsExactly("[2]");
		assertThat(args(ALL.withText("torn"))).singleElement().asString().contains("torn");
		assertThat(args(ALL.withText("json at all"))).containsExactly("no JSON at all");
		assertThat(args(ALL.withJob("(undecodable)"))).hasSize(2);
	}

	@Test
	void secretsCannotBeProbed() {
		this.failed.append(FailureFixture.entry(1).replace("[1]", "[{\"password\":\"hunter2\"}]"));
		assertThat(args(ALL.withText("hunter"))).isEmpty();
		assertThat(args(ALL.withText("password"))).hasSize(1);
	}

	@Test
	void pagesFollowEachOtherOverAllLists() {
		append("failed", IntStream.range(0, 1203));
		this.redis.opsForSet().add("resque:failed_queues", "low_failed", "high_failed");
		append("high_failed", IntStream.range(2000, 2005));
		append("low_failed", IntStream.range(3000, 3700));
		List<String> seen = new ArrayList<>();
		FailureCursor cursor = null;
		do {
			FoundFailures page = search(ALL.withText("2"), cursor, 7);
			page.found().forEach((job) -> seen.add(job.failureQueue() + job.args()));
			assertThat(page.of()).isEqualTo(1908);
			cursor = (page.next() != null) ? FailureCursor.parse(page.next().toString()) : null;
			assertThat(page.searched()).isEqualTo((cursor != null) ? cursor.searched() : 1908);
		}
		while (cursor != null);
		assertThat(seen).containsExactlyElementsOf(Stream
			.of(withTwo("failed", 0, 1203), withTwo("high_failed", 2000, 2005), withTwo("low_failed", 3000, 3700))
			.flatMap(List::stream)
			.toList());
	}

	@Test
	void aCallLooksAtABoundedStretch() {
		append("failed", IntStream.range(0, 8_600));
		FoundFailures first = search(ALL.withText("[3]"), null, 10);
		assertThat(first.found()).isEmpty();
		assertThat(first.searched()).isEqualTo(8_000);
		assertThat(first.of()).isEqualTo(8_600);
		FoundFailures second = search(ALL.withText("[3]"), first.next(), 10);
		assertThat(second.found()).extracting(FailedJob::args).containsExactly("[3]");
		assertThat(second.searched()).isEqualTo(8_600);
		assertThat(second.next()).isNull();
		CountedFailures counted = this.failed.failures().count(ALL.withJob("Boom"), null);
		assertThat(counted.count()).isEqualTo(8_000);
		assertThat(this.failed.failures().count(ALL.withJob("Boom"), counted.next()))
			.isEqualTo(new CountedFailures(600, 8_600, 8_600, null));
	}

	@Test
	void largeEntriesShortenTheStretch() {
		String large = FailureFixture.entry(1).replace("bad", "x".repeat(2_000_000));
		IntStream.range(0, 75).forEach((i) -> this.failed.append(large));
		FoundFailures first = search(ALL.withText("none"), null, 10);
		assertThat(first.searched()).isEqualTo(50);
		assertThat(search(ALL.withText("none"), first.next(), 10).next()).isNull();
	}

	@Test
	void nothingThatStaysIsMissedWhileOthersRemoveAndAppend() {
		append("failed", IntStream.range(0, 100));
		FoundFailures first = search(ALL, null, 50);
		this.redis.opsForList().trim("resque:failed", 10, -1);
		append("failed", IntStream.range(100, 110));
		List<FailedJob> rest = search(ALL, first.next(), 1000).found();
		assertThat(rest).extracting(FailedJob::args)
			.containsExactlyElementsOf(
					IntStream.range(10, 60).map((i) -> 69 - i).mapToObj((i) -> "[" + i + "]").toList());
	}

	@Test
	void aPlaceInAListThatIsGoneLeadsToTheNextList() {
		append("failed", IntStream.range(0, 1));
		this.redis.opsForSet().add("resque:failed_queues", "low_failed");
		append("low_failed", IntStream.range(1, 2));
		assertThat(search(ALL, new FailureCursor("high_failed", 7, 3), 10).found()).extracting(FailedJob::args)
			.containsExactly("[1]");
		assertThat(search(ALL, new FailureCursor("zoo_failed", 7, 3), 10))
			.isEqualTo(new FoundFailures(List.of(), 3, 3, null));
	}

	@Test
	void aKeyThatIsNoListHasNoEntries() {
		this.redis.opsForValue().set("resque:failed", "text");
		assertThat(search(ALL, null, 10)).isEqualTo(new FoundFailures(List.of(), 0, 0, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "1.2", "1.2.queue:x_failed", "x.2.failed", "1.x.failed", "-1.2.failed",
			"1.-2.failed" })
	void whatIsNoPlaceIsRefused(String text) {
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> FailureCursor.parse(text))
			.withMessageContaining("'" + text + "'");
	}

	private FoundFailures search(FailureFilter filter, @Nullable FailureCursor from, int limit) {
		return this.failed.all().search(filter, from, limit);
	}

	private List<String> args(FailureFilter filter) {
		return search(filter, null, 100).found().stream().map(FailedJob::args).toList();
	}

	private void append(String list, IntStream numbers) {
		this.redis.opsForList().rightPushAll("resque:" + list, numbers.mapToObj(FailureFixture::entry).toList());
	}

	private static List<String> withTwo(String list, int from, int to) {
		return IntStream.range(from, to)
			.map((i) -> from + to - 1 - i)
			.mapToObj(Integer::toString)
			.filter((number) -> number.contains("2"))
			.map((number) -> list + "[" + number + "]")
			.toList();
	}

}
