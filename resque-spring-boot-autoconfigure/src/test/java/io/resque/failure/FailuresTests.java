package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.RedisCallback;
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
class FailuresTests {

	private static final String TIME = "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d UTC";

	private final FailureFixture failed;

	private final FailureQueue failures;

	private final StringRedisTemplate redis;

	FailuresTests(RedisServer redis) {
		this.failed = new FailureFixture(redis);
		this.failures = this.failed.failures();
		this.redis = redis.template();
	}

	@Test
	void failedListCanBePeekedAndCleared() {
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2));
		assertThat(this.failures.newest(0, 1)).extracting(FailedJob::args).containsExactly("[2]");
		assertThat(this.failures.count()).isEqualTo(2);
		this.failures.clear();
		assertThat(this.failures.count()).isZero();
		assertThat(this.failures.newest(0, 1)).isEmpty();
	}

	@Test
	void requeueLeavesTheBytesThatRubyLeaves() {
		this.failed.append(FailureFixture.entry(1));
		assertThat(requeue(this.failed.only())).isTrue();
		assertThat(this.failed.queue("low")).containsExactly("{\"class\":\"Boom\",\"args\":[1]}");
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("low");
		assertThat(this.failed.entries())
			.extracting((entry) -> entry.replaceFirst("\"retried_at\":\"" + TIME + "\"", "\"retried_at\":\"now\""))
			.containsExactly(FailureFixture.entry(1, ",\"retried_at\":\"now\""));
		assertThat(this.failed.only().retriedAt()).matches(TIME);
	}

	@Test
	void requeueOfTheSameSightHappensOnce() {
		this.failed.append(FailureFixture.entry(1));
		FailedJob seen = this.failed.only();
		assertThat(requeue(seen)).isTrue();
		assertThat(requeue(seen)).isFalse();
		assertThat(this.failed.queue("low")).hasSize(1);
	}

	@Test
	void entryCanBeRetriedAgainWhenItIsSeenAgain() {
		this.failed.append(FailureFixture.retriedEntry(1));
		assertThat(requeue(this.failed.only())).isTrue();
		assertThat(this.failed.only().retriedAt()).isNotEqualTo("2026/11/20 17:00:00 UTC").matches(TIME);
	}

	@Test
	void furtherMembersOfThePayloadSurviveBehindRubys() {
		this.failed.append(FailureFixture.entry(1)
			.replace("{\"class\":\"Boom\",\"args\":[1]}",
					"{\"id\":\"d4\",\"args\":[{\"z\":1,\"a\":1.0e+20}],\"class\":\"My_Job\"}"));
		requeue(this.failed.only());
		assertThat(this.failed.queue("low"))
			.containsExactly("{\"class\":\"My_Job\",\"args\":[{\"z\":1,\"a\":1.0e+20}],\"id\":\"d4\"}");
	}

	@Test
	void missingArgsAreNone() {
		this.failed.append(FailureFixture.entry(1).replace(",\"args\":[1]", ""),
				FailureFixture.entry(2).replace("[2]", "null"));
		this.failures.requeueAll();
		assertThat(this.failed.queue("low")).containsOnly("{\"class\":\"Boom\",\"args\":[]}").hasSize(2);
	}

	@Test
	void jesquesEntryKeepsItsOrderAndItsPlaceForTheRetry() {
		this.failed
			.append("{\"queue\":\"low\",\"retried_at\":null,\"payload\":{\"class\":\"A\",\"args\":[],\"vars\":null}}");
		requeue(this.failed.only());
		assertThat(this.failed.entries()).singleElement()
			.asString()
			.matches("\\{\"queue\":\"low\",\"retried_at\":\"" + TIME
					+ "\",\"payload\":\\{\"class\":\"A\",\"args\":\\[],\"vars\":null}}");
		assertThat(this.failed.queue("low")).containsExactly("{\"class\":\"A\",\"args\":[],\"vars\":null}");
	}

	@Test
	void retryRestoresThePayloadThatCouldNotBeDecoded() {
		byte[] payload = { '{', (byte) 0xff, 0, '\n' };
		FailureEntries entries = new FailureEntries(new JobCodec(new ResqueJson(JsonProfile.CLASSIC)));
		this.failed
			.append(entries.save(JobFailure.of("low", payload, new IllegalStateException(), "w:1:low", Instant.EPOCH)));
		assertThat(requeue(this.failed.only())).isTrue();
		byte[] queued = this.redis.execute((RedisCallback<byte[]>) (redis) -> redis.listCommands()
			.lIndex("resque:queue:low".getBytes(StandardCharsets.UTF_8), 0));
		assertThat(queued).isEqualTo(payload);
	}

	@Test
	void requeueAndRemoveLeavesNoEntry() {
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2));
		FailedJob job = this.failures.oldest(0, 1).get(0);
		assertThat(this.failures.requeueAndRemove(job.index(), job.id())).isTrue();
		assertThat(this.failures.requeueAndRemove(job.index(), job.id())).isFalse();
		assertThat(this.failed.entries()).containsExactly(FailureFixture.entry(2));
		assertThat(this.failed.queue("low")).containsExactly("{\"class\":\"Boom\",\"args\":[1]}");
	}

	@Test
	void entryIsFoundWhenOthersBelowItWereRemoved() {
		IntStream.range(0, 100).forEach((i) -> this.failed.append(FailureFixture.entry(i)));
		FailedJob seen = this.failures.newest(0, 1).get(0);
		this.redis.opsForList().trim("resque:failed", 60, -1);
		assertThat(this.failures.remove(seen.index(), seen.id())).isTrue();
		assertThat(this.failed.entries()).hasSize(39).doesNotContain(FailureFixture.entry(99));
	}

	@Test
	void entryThatIsGoneIsNotConfusedWithItsNeighbour() {
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2));
		FailedJob first = this.failures.oldest(0, 1).get(0);
		assertThat(this.failures.remove(first.index(), first.id())).isTrue();
		assertThat(this.failures.remove(first.index(), first.id())).isFalse();
		assertThat(this.failures.remove(-1, first.id())).isFalse();
		assertThat(this.failures.remove(Long.MAX_VALUE, first.id())).isFalse();
		assertThat(this.failures.requeue(0, "no id")).isFalse();
		assertThat(this.failed.entries()).containsExactly(FailureFixture.entry(2));
	}

	@Test
	void unreadableEntryCanOnlyBeRemoved() {
		this.failed.append("no json");
		FailedJob job = this.failed.only();
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> requeue(job))
			.withMessageContaining("cannot be decoded");
		assertThat(this.failures.requeueAll()).isZero();
		assertThat(this.failures.remove(job.index(), job.id())).isTrue();
		assertThat(this.failed.entries()).isEmpty();
	}

	@Test
	void entryWithoutAQueueOrAJobIsNotRetried() {
		List<String> entries = List.of(FailureFixture.entry(1).replace("\"low\"}", "\" \"}"),
				FailureFixture.entry(2).replace(",\"queue\":\"low\"", ""),
				FailureFixture.entry(3).replace("\"low\"}", "null}"),
				FailureFixture.entry(4).replace("{\"class\":\"Boom\",\"args\":[4]}", "[]"),
				FailureFixture.entry(5).replace("\"Boom\"", "5"));
		this.failed.append(entries.toArray(String[]::new));
		assertThat(this.failures.newest(0, 10)).hasSize(5)
			.allSatisfy((job) -> assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> requeue(job))
				.withMessageContaining("cannot be retried: it"));
		assertThat(this.failures.requeueAll()).isZero();
		assertThat(this.failed.entries()).isEqualTo(entries);
	}

	@Test
	void entryWhoseQueueKeyIsNoListStays() {
		this.redis.opsForZSet().add("resque:queue:low", "{}", 1);
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2).replace("\"low\"}", "\"high\"}"));
		FailedJob job = this.failures.oldest(0, 1).get(0);
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> requeue(job)).withMessageContaining("'low'");
		assertThat(this.failures.requeueAll()).isOne();
		assertThat(this.failed.queue("high")).hasSize(1);
		assertThat(this.failed.entries()).startsWith(FailureFixture.entry(1));
	}

	@Test
	void requeueAllRetriesWhatWasNotRetriedOldestFirst() {
		IntStream.range(0, 60)
			.forEach(
					(i) -> this.failed.append((i % 3 == 0) ? FailureFixture.retriedEntry(i) : FailureFixture.entry(i)));
		this.failed.append("", "null");
		assertThat(this.failures.requeueAll()).isEqualTo(40);
		assertThat(this.failed.queue("low")).containsExactlyElementsOf(IntStream.range(0, 60)
			.filter((i) -> i % 3 != 0)
			.mapToObj((i) -> "{\"class\":\"Boom\",\"args\":[" + i + "]}")
			.toList());
		assertThat(this.failures.requeueAll()).isZero();
	}

	@Test
	void identicalEntriesAreEachRetriedOnce() {
		IntStream.range(0, 5).forEach((i) -> this.failed.append(FailureFixture.entry(1)));
		assertThat(this.failures.requeueAll()).isEqualTo(5);
		assertThat(this.failed.queue("low")).hasSize(5);
		assertThat(this.failures.clearRetried()).isEqualTo(5);
	}

	@Test
	void clearRetriedRemovesExactlyTheRetriedOnes() {
		IntStream.range(0, 1200)
			.forEach(
					(i) -> this.failed.append((i % 2 == 0) ? FailureFixture.retriedEntry(i) : FailureFixture.entry(i)));
		this.failed.append("no json", "{\"retried_at\":null}");
		assertThat(this.failures.clearRetried()).isEqualTo(600);
		assertThat(this.failures.count()).isEqualTo(602);
		assertThat(this.failed.entries()).noneMatch((entry) -> entry.contains("17:00:00"));
		assertThat(this.failures.clearRetried()).isZero();
	}

	private boolean requeue(FailedJob job) {
		return this.failures.requeue(job.index(), job.id());
	}

}
