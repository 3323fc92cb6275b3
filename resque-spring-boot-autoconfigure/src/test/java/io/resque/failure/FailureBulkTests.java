package io.resque.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.FailureStore;
import io.resque.redis.FailureStore.Change;
import io.resque.redis.Sha1;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class FailureBulkTests {

	private static final String TIME = "2026/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d UTC";

	private static final FailureFilter ALL = FailureFilter.ALL;

	private final FailureFixture failed;

	private final StringRedisTemplate redis;

	FailureBulkTests(RedisServer redis) {
		this.failed = new FailureFixture(redis);
		this.redis = redis.template();
	}

	@Test
	void retryMarksWhatIsMeantAndLeavesTheBytesThatRubyLeaves() {
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2), FailureFixture.entry(13));
		assertThat(apply(BulkAction.RETRY, ALL.withText("1"), null)).isEqualTo(new BulkProgress(2, 0, 3, 3, null));
		assertThat(this.failed.queue("low")).containsExactly("{\"class\":\"Boom\",\"args\":[1]}",
				"{\"class\":\"Boom\",\"args\":[13]}");
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("low");
		assertThat(this.failed.entries())
			.extracting((entry) -> entry.replaceFirst("\"retried_at\":\"" + TIME + "\"", "\"retried_at\":\"now\""))
			.containsExactly(FailureFixture.entry(1, ",\"retried_at\":\"now\""), FailureFixture.entry(2),
					FailureFixture.entry(13, ",\"retried_at\":\"now\""));
	}

	@Test
	void retryAndRemoveRemovesWhatIsMeant() {
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2), FailureFixture.entry(13));
		assertThat(apply(BulkAction.RETRY_AND_REMOVE, ALL.withText("1"), null).done()).isEqualTo(2);
		assertThat(this.failed.queue("low")).hasSize(2);
		assertThat(this.failed.entries()).containsExactly(FailureFixture.entry(2));
	}

	@Test
	void removeRemovesWhatIsMeantAndRetriesNothing() {
		this.failed.append(FailureFixture.retriedEntry(1), FailureFixture.entry(2), "no JSON");
		assertThat(apply(BulkAction.REMOVE, ALL.withRetried(true), null).done()).isOne();
		assertThat(apply(BulkAction.REMOVE, ALL.withText("no json"), null).done()).isOne();
		assertThat(this.failed.entries()).containsExactly(FailureFixture.entry(2));
		assertThat(this.redis.keys("*queue*")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "RETRY", "RETRY_AND_REMOVE" })
	void whatCannotBeRetriedStaysAndIsCounted(BulkAction action) {
		this.redis.opsForValue().set("resque:queue:text", "no list");
		List<String> hopeless = List.of(FailureFixture.entry(1).replace("\"queue\":\"low\"", "\"queue\":\"text\""),
				FailureFixture.entry(2).replace(",\"queue\":\"low\"", ""),
				FailureFixture.entry(3).replace("\"Boom\"", "null"), "no JSON");
		this.failed.append(hopeless.toArray(String[]::new));
		this.failed.append(FailureFixture.entry(5));
		assertThat(apply(action, ALL, null)).isEqualTo(new BulkProgress(1, 4, 5, 5, null));
		assertThat(this.failed.entries()).startsWith(hopeless.toArray(String[]::new))
			.hasSize((action == BulkAction.RETRY) ? 5 : 4);
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("low");
	}

	@ParameterizedTest
	@EnumSource(names = { "RETRY", "RETRY_AND_REMOVE" })
	void whatWasRetriedAlreadyIsNotRetriedAgain(BulkAction action) {
		this.failed.append(FailureFixture.retriedEntry(1), FailureFixture.entry(2));
		assertThat(apply(action, ALL, null).done()).isOne();
		assertThat(apply(action, ALL, null).done()).isZero();
		assertThat(apply(action, ALL.withRetried(true), null).done()).isZero();
		assertThat(this.failed.queue("low")).containsExactly("{\"class\":\"Boom\",\"args\":[2]}");
		assertThat(this.failed.entries()).contains(FailureFixture.retriedEntry(1));
	}

	@ParameterizedTest
	@EnumSource
	void aCancelledActionGoesOn(BulkAction action) {
		append(0, 1700);
		List<BulkProgress> told = new ArrayList<>();
		BulkProgress first = this.failed.all().apply(action, ALL, null, (progress) -> {
			told.add(progress);
			return told.size() < 2;
		});
		assertThat(told).extracting(BulkProgress::done).containsExactly(500L, 1000L);
		assertThat(first).isEqualTo(new BulkProgress(1000, 0, 1000, 1700, new FailureCursor("failed", 700, 1000)));
		append(1700, 1710);
		assertThat(apply(action, ALL, first.next()).done()).isEqualTo(700);
		assertThat(apply(action, ALL, null).done()).isEqualTo(10);
		assertThat(this.failed.queue("low")).doesNotHaveDuplicates().hasSize((action == BulkAction.REMOVE) ? 0 : 1710);
		assertThat(this.failed.entries()).hasSize((action == BulkAction.RETRY) ? 1710 : 0);
	}

	@Test
	void whatFailsAgainMeanwhileIsLeftAlone() {
		append(0, 600);
		assertThat(this.failed.all().apply(BulkAction.RETRY_AND_REMOVE, ALL, null, (progress) -> {
			append(1000, 1600);
			return true;
		}).done()).isEqualTo(600);
		assertThat(this.failed.entries()).hasSize(1200);
	}

	@Test
	void allListsAreCoveredEachWithItsOwnTime() {
		this.redis.opsForSet().add("resque:failed_queues", "low_failed");
		this.redis.opsForList().rightPush("resque:low_failed", FailureFixture.entry(1));
		this.failed.append(FailureFixture.entry(2));
		assertThat(apply(BulkAction.RETRY, ALL, null).done()).isEqualTo(2);
		assertThat(this.redis.opsForList().index("resque:low_failed", 0))
			.containsPattern("\"retried_at\":\"2026/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\"");
		this.failed.append(FailureFixture.entry(3));
		assertThat(this.failed.failures().apply(BulkAction.REMOVE, ALL, null, (progress) -> true).done()).isEqualTo(2);
		assertThat(this.redis.opsForList().size("resque:low_failed")).isOne();
	}

	@Test
	void equalEntriesAreAllDone() {
		Stream.generate(() -> FailureFixture.entry(1)).limit(5).forEach(this.failed::append);
		assertThat(apply(BulkAction.RETRY, ALL, null).done()).isEqualTo(5);
		assertThat(this.failed.queue("low")).hasSize(5);
	}

	@Test
	void whatHasMovedInItsChunkIsFoundByItsBytesAndNothingElseIsTouched() {
		append(0, 10);
		List<Change> changes = IntStream.of(0, 3, 4, 9)
			.mapToObj((i) -> Change.remove(i, Sha1.hex(FailureFixture.entry(i).getBytes())))
			.toList();
		this.redis.opsForList().trim("resque:failed", 2, -1);
		FailureStore store = this.failed.store();
		assertThat(store.changeAll(0, changes)).containsExactly(0L, 1L, 1L, 1L);
		assertThat(this.failed.failures().oldest(0, 20)).extracting(FailedJob::args)
			.containsExactly("[2]", "[5]", "[6]", "[7]", "[8]");
	}

	@Test
	void equalEntriesThatHaveMovedAreAllDone() {
		this.failed.append(FailureFixture.entry(0));
		Stream.generate(() -> FailureFixture.entry(1)).limit(3).forEach(this.failed::append);
		List<Change> changes = IntStream.rangeClosed(1, 3)
			.mapToObj((i) -> Change.remove(i, Sha1.hex(FailureFixture.entry(1).getBytes())))
			.toList();
		this.redis.opsForList().leftPop("resque:failed");
		assertThat(this.failed.store().changeAll(0, changes)).containsExactly(1L, 1L, 1L);
		assertThat(this.failed.entries()).isEmpty();
	}

	private BulkProgress apply(BulkAction action, FailureFilter filter, @Nullable FailureCursor from) {
		return this.failed.all().apply(action, filter, from, (progress) -> true);
	}

	private void append(int from, int to) {
		this.redis.opsForList()
			.rightPushAll("resque:failed", IntStream.range(from, to).mapToObj(FailureFixture::entry).toList());
	}

}
