package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

@ExtendWith(RedisServerExtension.class)
class QueueStoreTests {

	private final QueueStore store;

	private final StringRedisTemplate redis;

	QueueStoreTests(RedisServer server) {
		this.store = new QueueStore(server.redis("resque"));
		this.redis = server.template();
	}

	@Test
	void pushAppendsAndMakesTheQueueKnown() {
		push("low", "a", "b");
		push("low", "c");
		assertThat(this.redis.opsForList().range("resque:queue:low", 0, -1)).containsExactly("a", "b", "c");
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("low");
		assertThat(this.store.size("low")).isEqualTo(3);
	}

	@Test
	void pushOfNothingDoesNothing() {
		this.store.push("low", List.of());
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void pushOfManyKeepsTheirOrder() {
		String[] payloads = IntStream.range(0, 2 * QueueStore.BATCH + 1)
			.mapToObj(Integer::toString)
			.toArray(String[]::new);
		push("low", payloads);
		assertThat(this.redis.opsForList().range("resque:queue:low", 0, -1)).containsExactly(payloads);
	}

	@Test
	void pushToAKeyOfAnotherTypeChangesNothing() {
		this.redis.opsForZSet().add("resque:queue:low", "{}", 1);
		assertThatExceptionOfType(RedisCallException.class).isThrownBy(() -> push("low", "a"))
			.matches(RedisCallException::isWrongType);
		assertThat(this.redis.hasKey("resque:queues")).isFalse();
	}

	@Test
	void pushBesideASetOfQueuesThatIsNoneChangesNothing() {
		this.redis.opsForValue().set("resque:queues", "text");
		assertThatExceptionOfType(RedisCallException.class).isThrownBy(() -> push("low", "a"))
			.matches(RedisCallException::isWrongType);
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	@Test
	void bytesThatAreNoTextComeBackAsTheyAre() {
		byte[] payload = { (byte) 0xff, 0, '\r', '\n' };
		this.store.push("low", List.of(payload));
		assertThat(this.store.pop("low")).isEqualTo(payload);
	}

	@Test
	void poppingAnEmptyQueueGivesNull() {
		assertThat(this.store.pop("low")).isNull();
		push("low", "a", "b");
		assertThat(this.store.pop("low")).isEqualTo(bytes("a"));
		assertThat(this.store.pop("low")).isEqualTo(bytes("b"));
		assertThat(this.store.pop("low")).isNull();
		assertThat(this.store.names()).containsExactly("low");
	}

	@Test
	void rangeIsAStretchFromTheOldest() {
		push("low", "a", "b", "c");
		assertThat(this.store.range("low", 1, 1)).containsExactly(bytes("b"));
		assertThat(this.store.range("low", 2, 5)).containsExactly(bytes("c"));
		assertThat(this.store.range("low", 3, 5)).isEmpty();
		assertThat(this.store.range("low", 0, 0)).isEmpty();
		assertThat(this.store.range("unknown", 0, 5)).isEmpty();
	}

	@Test
	void removeRemovesEveryEqualPayload() {
		push("low", "a", "b", "a");
		assertThat(this.store.remove("low", bytes("a"))).isEqualTo(2);
		assertThat(this.store.remove("low", bytes("a"))).isZero();
		assertThat(this.store.size("low")).isEqualTo(1);
	}

	@Test
	void namesAreInByteOrder() {
		List.of("b", "a:b", "B", "é", "a").forEach(this.store::watch);
		assertThat(this.store.names()).containsExactly("B", "a", "a:b", "b", "é");
	}

	@Test
	void sizesTellWhereTheKeyIsNoList() {
		assertThat(this.store.sizes()).isEmpty();
		push("low", "a", "b");
		this.store.watch("empty");
		this.store.watch("delayed");
		this.redis.opsForZSet().add("resque:queue:delayed", "{}", 1);
		assertThat(this.store.sizes()).containsExactly(entry("delayed", -1L), entry("empty", 0L), entry("low", 2L));
	}

	@Test
	void removedQueueIsNoLongerKnown() {
		push("low", "a", "b");
		push("high", "c");
		assertThat(this.store.removeQueue("low")).isEqualTo(2);
		assertThat(this.store.names()).containsExactly("high");
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
		assertThat(this.store.removeQueue("low")).isZero();
	}

	@Test
	void keyOfAnotherTypeIsRemovedToo() {
		this.store.watch("delayed");
		this.redis.opsForZSet().add("resque:queue:delayed", "{}", 1);
		assertThat(this.store.removeQueue("delayed")).isEqualTo(-1);
		assertThat(this.redis.keys("*")).isEmpty();
	}

	private void push(String queue, String... payloads) {
		this.store.push(queue, List.of(payloads).stream().map(QueueStoreTests::bytes).toList());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
