package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueException;
import io.resque.redis.FailureStore;
import io.resque.redis.FailureStore.Found;
import io.resque.redis.Sha1;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Failed jobs in the lists of single queues, as Ruby's {@code redis_multi_queue} writes
 * them, beside those in the list of all.
 */
@ExtendWith(RedisServerExtension.class)
class FailureQueuesTests {

	private final FailureFixture failed;

	private final Failures failures;

	private final StringRedisTemplate redis;

	FailureQueuesTests(RedisServer server) {
		this.failed = new FailureFixture(server);
		this.failures = this.failed.all();
		this.redis = server.template();
	}

	@Test
	void failuresAreRetriedAndRemovedByTheirQueue() {
		this.failed.append(entry("low", 1), entry("high", 2), entry("low", 3));
		ofQueue("low", 4);
		ofQueue("high", 5);
		assertThat(this.failures.requeueQueue("low")).isEqualTo(3);
		assertThat(this.failed.queue("low")).containsExactly(payload(1), payload(3), payload(4));
		assertThat(this.failed.queue("high")).isEmpty();
		assertThat(this.failures.removeQueue("low")).isEqualTo(3);
		assertThat(this.failures.newest(0, 10)).extracting(FailedJob::args).containsExactly("[2]", "[5]");
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsExactly("high_failed");
		assertThat(this.failures.removeQueue("low")).isZero();
	}

	@Test
	void clearRetriedRemovesExactlyTheRetriedOnesOfAllLists() {
		this.failed.append(entry("low", 1), FailureFixture.retriedEntry(2));
		ofQueue("low", 3);
		ofQueue("high", 4);
		FailedJob job = this.failures.queue("high_failed").newest(0, 1).get(0);
		assertThat(this.failures.requeue(job)).isTrue();
		assertThat(this.failures.requeue(job)).isFalse();
		assertThat(this.failures.clearRetried()).isEqualTo(2);
		assertThat(this.failures.counts()).containsExactly(Map.entry("failed", 1L), Map.entry("high_failed", 0L),
				Map.entry("low_failed", 1L));
	}

	@Test
	void aSingleRetriedOneIsClearedToo() {
		ofQueue("low", 1);
		this.failures.requeueAll();
		assertThat(this.failures.clearRetried()).isOne();
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void readsNoneOneAndManyAndTheFilterHonoursTheLimit() {
		FailureQueue queue = this.failures.queue("low_failed");
		assertThat(queue.newest(0, 10)).isEmpty();
		assertThat(queue.newestOf("Boom", 10)).isEmpty();
		ofQueue("low", 0);
		assertThat(queue.newest(0, 10)).hasSize(1);
		assertThat(queue.newestOf("Boom", 10)).hasSize(1);
		IntStream.range(1, 100)
			.forEach((i) -> this.redis.opsForList()
				.rightPush("resque:low_failed", entry("low", i).replace("Boom", (i % 3 == 0) ? "Boom" : "Other")));
		assertThat(queue.newest(0, 10)).hasSize(10);
		assertThat(queue.newestOf("Boom", 3)).extracting(FailedJob::args).containsExactly("[99]", "[96]", "[93]");
		assertThat(queue.newestOf("Boom", 1000)).hasSize(34);
		assertThat(queue.newestOf("Boom", 0)).isEmpty();
		assertThat(queue.newestOf("None", 5)).isEmpty();
	}

	@Test
	void indexesAreThoseOfTheListInBothOrdersAndFromAnyStart() {
		IntStream.range(0, 5).forEach((i) -> ofQueue("low", i));
		FailureQueue queue = this.failures.queue("low_failed");
		assertThat(queue.oldest(0, 3)).extracting(FailedJob::index).containsExactly(0L, 1L, 2L);
		assertThat(queue.oldest(3, 3)).extracting(FailedJob::index).containsExactly(3L, 4L);
		assertThat(queue.newest(0, 3)).extracting(FailedJob::index).containsExactly(4L, 3L, 2L);
		assertThat(queue.newest(3, 3)).extracting(FailedJob::index).containsExactly(1L, 0L);
		assertThat(queue.newest(0, 5)).allSatisfy((job) -> assertThat(job.args()).isEqualTo("[" + job.index() + "]"))
			.allMatch((job) -> job.failureQueue().equals("low_failed"));
	}

	@Test
	void pagesGoFromListToList() {
		this.failed.append(entry("low", 1), entry("low", 2));
		ofQueue("a", 3);
		ofQueue("b", 4);
		ofQueue("b", 5);
		this.redis.opsForSet().add("resque:failed_queues", "aa_failed");
		assertThat(this.failures.newest(0, 100)).extracting(FailedJob::args)
			.containsExactly("[2]", "[1]", "[3]", "[5]", "[4]");
		assertThat(this.failures.newest(1, 3)).extracting(FailedJob::args).containsExactly("[1]", "[3]", "[5]");
		assertThat(this.failures.newest(4, 3)).extracting(FailedJob::args).containsExactly("[4]");
		assertThat(this.failures.newest(5, 3)).isEmpty();
		assertThat(this.failures.newest(0, 0)).isEmpty();
		assertThat(this.failures.oldest(1, 3)).extracting(FailedJob::args).containsExactly("[2]", "[3]", "[4]");
		assertThat(this.failures.count()).isEqualTo(5);
	}

	@Test
	void readingMakesNoListKnown() {
		FailureQueue queue = this.failures.queue("new_failed");
		queue.count();
		queue.newest(0, 10);
		queue.requeueAll();
		queue.clearRetried();
		queue.clear();
		queue.remove(0, "x");
		this.failures.requeueQueue("new");
		this.failures.removeQueue("new");
		assertThat(this.failures.queues()).containsExactly("failed");
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void clearTakesTheListsFromThoseThatAreKnown() {
		this.failed.append(entry("low", 1));
		ofQueue("low", 2);
		ofQueue("high", 3);
		assertThat(this.failures.queue("low_failed").clear()).isOne();
		assertThat(this.failures.queues()).containsExactly("failed", "high_failed");
		assertThat(this.failures.clear()).isEqualTo(2);
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void whatOthersHavePutThereStopsNothing() {
		this.redis.opsForSet().add("resque:failed_queues", "queue:low_failed", "workers", "text_failed", "gone_failed");
		this.redis.opsForList().rightPush("resque:queue:low_failed", payload(1));
		this.redis.opsForSet().add("resque:workers", "vm:1:low");
		this.redis.opsForValue().set("resque:text_failed", "text");
		assertThat(this.failures.counts()).containsExactly(Map.entry("failed", 0L), Map.entry("gone_failed", 0L),
				Map.entry("text_failed", -1L));
		assertThat(this.failures.newest(0, 10)).isEmpty();
		assertThat(this.failures.requeueAll() + this.failures.clearRetried() + this.failures.clear()).isZero();
		assertThat(this.redis.keys("*")).contains("resque:queue:low_failed", "resque:workers", "resque:text_failed");
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).doesNotContain("gone_failed")
			.contains("text_failed");
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> this.failures.queue("queue:low_failed"));
		this.redis.delete("resque:failed_queues");
		this.redis.opsForValue().set("resque:failed_queues", "text");
		assertThat(this.failures.queues()).containsExactly("failed");
	}

	@Test
	void theSameEntryInTwoListsIsTwoEntries() {
		this.failed.append(entry("low", 1));
		ofQueue("low", 1);
		FailedJob one = this.failures.queue("failed").newest(0, 1).get(0);
		FailedJob other = this.failures.queue("low_failed").newest(0, 1).get(0);
		assertThat(one.id()).isEqualTo(other.id());
		assertThat(this.failures.remove(one)).isTrue();
		assertThat(this.failures.remove(one)).isFalse();
		assertThat(this.failures.requeueAndRemove(other)).isTrue();
		assertThat(this.failures.count()).isZero();
		assertThat(this.failed.queue("low")).hasSize(1);
	}

	@Test
	void anEntryIsFoundInItsOwnListOnly() {
		ofQueue("low", 1);
		FailureStore store = this.failed.store();
		String id = Sha1.hex(entry("low", 1).getBytes(StandardCharsets.UTF_8));
		assertThat(store.find(0, id)).isNull();
		assertThat(store.queue("low_failed").find(0, id)).extracting(Found::index).isEqualTo(0L);
	}

	private void ofQueue(String queue, int number) {
		this.redis.opsForSet().add("resque:failed_queues", queue + "_failed");
		this.redis.opsForList().rightPush("resque:" + queue + "_failed", entry(queue, number));
	}

	private static String entry(String queue, int number) {
		return FailureFixture.entry(number).replace("\"queue\":\"low\"", "\"queue\":\"" + queue + "\"");
	}

	private static String payload(int number) {
		return "{\"class\":\"Boom\",\"args\":[" + number + "]}";
	}

}
