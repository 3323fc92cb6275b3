package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.FailureStore.Change;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class FailureStoreTests {

	private final FailureStore store;

	private final StringRedisTemplate redis;

	FailureStoreTests(RedisServer server) {
		this.store = new FailureStore(server.redis("resque"));
		this.redis = server.template();
	}

	@Test
	void entriesAreAppendedAndRead() {
		assertThat(this.store.count()).isZero();
		append("a", "b", "c");
		assertThat(this.store.count()).isEqualTo(3);
		assertThat(this.store.at(1)).isEqualTo(bytes("b"));
		assertThat(this.store.at(3)).isNull();
		assertThat(this.store.range(1, 10)).containsExactly(bytes("b"), bytes("c"));
		assertThat(this.store.range(0, 0)).isEmpty();
		assertThat(this.store.range(0, -1)).isEmpty();
		this.store.clear();
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	void listOfAnotherTypeIsRefused() {
		this.redis.opsForValue().set("resque:failed", "text");
		assertThatExceptionOfType(RedisCallException.class).isThrownBy(this.store::count)
			.matches(RedisCallException::isWrongType);
	}

	@Test
	void findLooksWhereTheEntryWasSeenFirst() {
		append("twin", "a", "twin", "b");
		assertThat(this.store.find(2, sha1("twin"))).extracting(FailureStore.Found::index).isEqualTo(2L);
		assertThat(this.store.find(1, sha1("twin"))).extracting(FailureStore.Found::index).isEqualTo(0L);
	}

	@Test
	void findFollowsAnEntryTowardsTheHead() {
		append("0", "1", "2");
		FailureStore.Found found = this.store.find(1_000_000_000_000L, sha1("1"));
		assertThat(found).isNotNull();
		assertThat(found.index()).isEqualTo(1);
		assertThat(found.entry()).isEqualTo(bytes("1"));
	}

	@Test
	void findDoesNotLookAboveTheIndex() {
		append("0", "1", "2");
		assertThat(this.store.find(1, sha1("2"))).isNull();
	}

	@Test
	void findGoesThroughALongListInSeveralCalls() {
		String[] entries = new String[5000];
		Arrays.setAll(entries, Integer::toString);
		append(entries);
		assertThat(this.store.find(4999, sha1("0"))).extracting(FailureStore.Found::index).isEqualTo(0L);
		assertThat(this.store.find(4999, sha1("gone"))).isNull();
	}

	@Test
	void findGoesThroughHugeEntries() {
		String huge = "x".repeat(3_000_000);
		append("0", huge + 1, huge + 2, huge + 3, huge + 4);
		assertThat(this.store.find(4, sha1("0"))).extracting(FailureStore.Found::index).isEqualTo(0L);
	}

	@Test
	void findInNothingFindsNothing() {
		assertThat(this.store.find(0, sha1("a"))).isNull();
		append("a");
		assertThat(this.store.find(-1, sha1("a"))).isNull();
		assertThat(this.store.find(0, "")).isNull();
	}

	@Test
	void requeueReplacesTheEntryAndPushesTheJob() {
		append("a", "b");
		assertThat(this.store.requeue(1, bytes("b"), bytes("b retried"), "low", bytes("{}"))).isTrue();
		assertThat(failed()).containsExactly("a", "b retried");
		assertThat(list("resque:queue:low")).containsExactly("{}");
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("low");
	}

	@Test
	void requeueWithoutReplacementRemovesTheEntry() {
		append("a", "b", "c");
		assertThat(this.store.requeue(1, bytes("b"), null, "low", bytes("{}"))).isTrue();
		assertThat(failed()).containsExactly("a", "c");
	}

	@Test
	void requeueFindsAnEntryThatHasMoved() {
		append("a", "b", "c");
		assertThat(this.store.requeue(2, bytes("a"), bytes("a retried"), "low", bytes("{}"))).isTrue();
		assertThat(this.store.requeue(7, bytes("b"), null, "low", bytes("{}"))).isTrue();
		assertThat(failed()).containsExactly("a retried", "c");
	}

	@Test
	void requeueOfAnEntryThatIsGoneChangesNothing() {
		append("a");
		assertThat(this.store.requeue(0, bytes("b"), bytes("x"), "low", bytes("{}"))).isFalse();
		assertThat(failed()).containsExactly("a");
		assertThat(this.redis.keys("*")).containsExactly("resque:failed");
		this.store.clear();
		assertThat(this.store.requeue(0, bytes("a"), null, "low", bytes("{}"))).isFalse();
	}

	@Test
	void requeueOfOneOfTwinsLeavesTheOther() {
		append("twin", "twin");
		assertThat(this.store.requeue(1, bytes("twin"), bytes("retried"), "low", bytes("{}"))).isTrue();
		assertThat(failed()).containsExactly("twin", "retried");
	}

	@Test
	void requeueToAQueueOfAnotherTypeChangesNothing() {
		append("a");
		this.redis.opsForZSet().add("resque:queue:low", "{}", 1);
		assertThatExceptionOfType(RedisCallException.class)
			.isThrownBy(() -> this.store.requeue(0, bytes("a"), bytes("b"), "low", bytes("{}")))
			.matches(RedisCallException::isWrongType);
		assertThat(failed()).containsExactly("a");
		assertThat(this.redis.hasKey("resque:queues")).isFalse();
	}

	@Test
	void requeueBesideASetOfQueuesThatIsNoneChangesNothing() {
		append("a");
		this.redis.opsForValue().set("resque:queues", "text");
		assertThatExceptionOfType(RedisCallException.class)
			.isThrownBy(() -> this.store.requeue(0, bytes("a"), bytes("b"), "low", bytes("{}")))
			.matches(RedisCallException::isWrongType);
		assertThat(failed()).containsExactly("a");
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	@Test
	void bytesThatAreNoTextArePushedAsTheyAre() {
		byte[] payload = { (byte) 0xff, 0, '\r', '\n' };
		append("a");
		this.store.requeue(0, bytes("a"), payload, "low", payload);
		assertThat(this.store.at(0)).isEqualTo(payload);
	}

	@Test
	void removeRemovesTheEntryThatWasSeen() {
		append("twin", "a", "twin");
		assertThat(this.store.remove(2, bytes("twin"))).isTrue();
		assertThat(failed()).containsExactly("twin", "a");
		assertThat(this.store.remove(5, bytes("twin"))).isTrue();
		assertThat(this.store.remove(0, bytes("twin"))).isFalse();
		assertThat(failed()).containsExactly("a");
	}

	@Test
	void emptyEntryCanBeRemoved() {
		append("a", "", "b");
		assertThat(this.store.remove(1, bytes(""))).isTrue();
		assertThat(failed()).containsExactly("a", "b");
	}

	@Test
	void removalBesideEmptyEntriesRemovesTheRightOne() {
		append("", "a", "", "b");
		assertThat(this.store.remove(3, bytes("b"))).isTrue();
		assertThat(failed()).containsExactlyInAnyOrder("", "a", "");
		assertThat(this.store.changeAll(0, List.of(Change.remove(failed().indexOf("a"), sha1("a")))))
			.containsExactly(1L);
		assertThat(failed()).containsExactly("", "");
	}

	@Test
	void changeAllTouchesWhatHasItsBytes() {
		append("0", "1", "2", "3", "4");
		List<Change> changes = List.of(Change.remove(1, sha1("1")),
				new Change(3, sha1("3"), bytes("three"), "low", bytes("job")), Change.remove(4, sha1("other")));
		assertThat(this.store.changeAll(0, changes)).containsExactly(1L, 1L, 0L);
		assertThat(failed()).containsExactly("0", "2", "three", "4");
		assertThat(list("resque:queue:low")).containsExactly("job");
		assertThat(this.store.changeAll(0, changes)).containsExactly(0L, 0L, 0L);
	}

	@Test
	void changeAllTakesAFullBatch() {
		String[] entries = new String[FailureStore.BATCH];
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < entries.length; i++) {
			entries[i] = Integer.toString(i);
			changes.add(Change.remove(i, sha1(entries[i])));
		}
		append(entries);
		assertThat(this.store.changeAll(0, changes)).containsOnly(1L).hasSize(FailureStore.BATCH);
		assertThat(this.store.count()).isZero();
	}

	private void append(String... entries) {
		for (String entry : entries) {
			this.store.append(bytes(entry));
		}
	}

	private List<String> failed() {
		return list("resque:failed");
	}

	private List<String> list(String key) {
		List<String> list = this.redis.opsForList().range(key, 0, -1);
		return (list != null) ? list : List.of();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String sha1(String text) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes(text)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
