package io.resque.redis;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.HistoryStore.Sample;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class HistoryStoreTests {

	private static final String KEY = "resque:spring:history";

	private final HistoryStore store;

	private final StringRedisTemplate redis;

	HistoryStoreTests(RedisServer server) {
		this.store = new HistoryStore(server.redis("resque"));
		this.redis = server.template();
	}

	@Test
	void notesTheNumbersWhoeverCountedThem() {
		this.redis.opsForValue().set("resque:stat:processed", "1200");
		this.redis.opsForValue().set("resque:stat:failed", "7");
		this.redis.opsForSet().add("resque:queues", "a", "b", "odd");
		this.redis.opsForList().rightPushAll("resque:queue:a", "{}", "{}");
		this.redis.opsForList().rightPushAll("resque:queue:b", "{}");
		this.redis.opsForZSet().add("resque:queue:odd", "{}", 1);
		assertThat(this.store.sample()).isTrue();
		Sample sample = this.store.last(60).get(0);
		assertThat(sample).isEqualTo(new Sample(sample.at(), 1200, 7, 3));
		assertThat(sample.at()).isBetween(Instant.now().minusSeconds(70), Instant.now());
		assertThat(this.redis.getExpire(KEY)).isBetween(89_000L, 90_000L);
	}

	@Test
	void notesOnceAMinute() {
		// A minute may end in between, once.
		List<Boolean> noted = List.of(this.store.sample(), this.store.sample(), this.store.sample());
		assertThat(noted).startsWith(true).contains(false);
		this.redis.opsForList().set(KEY, 0, "10:1:1:1");
		assertThat(this.store.sample()).isTrue();
	}

	@Test
	void keepsADay() {
		List<String> notes = IntStream.range(0, HistoryStore.MOST).mapToObj((number) -> number + ":1:2:3").toList();
		this.redis.opsForList().rightPushAll(KEY, notes);
		this.store.sample();
		assertThat(this.redis.opsForList().size(KEY)).isEqualTo(HistoryStore.MOST);
		assertThat(this.redis.opsForList().index(KEY, -1)).isEqualTo((HistoryStore.MOST - 2) + ":1:2:3");
	}

	@Test
	void readsTheNewestOldestFirstAndSkipsWhatIsNone() {
		this.redis.opsForList().rightPushAll(KEY, "12:30:3:0", "what:ever", "11:20:2:0", "10:10:1:0");
		assertThat(this.store.last(3)).extracting(Sample::processed).containsExactly(20L, 30L);
		assertThat(this.store.last(3).get(1).at()).isEqualTo(Instant.ofEpochSecond(720));
	}

	@Test
	void countersThatAreNoNumbersAreZero() {
		this.redis.opsForValue().set("resque:stat:processed", "many");
		this.redis.opsForList().rightPush("resque:stat:failed", "x");
		assertThat(this.store.sample()).isTrue();
		assertThat(this.store.last(1).get(0)).extracting(Sample::processed, Sample::failed).containsExactly(0L, 0L);
	}

	@Test
	void readsNothingWhereNothingIs() {
		assertThat(this.store.last(60)).isEmpty();
	}

}
