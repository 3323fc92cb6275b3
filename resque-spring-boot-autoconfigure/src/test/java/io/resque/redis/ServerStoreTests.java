package io.resque.redis;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(RedisServerExtension.class)
class ServerStoreTests {

	private final RedisServer server;

	private final ServerStore store;

	private final StringRedisTemplate redis;

	ServerStoreTests(RedisServer server) {
		this.server = server;
		this.store = new ServerStore(server.redis("resque"));
		this.redis = server.template();
	}

	@ParameterizedTest
	@CsvSource({ "42, 42", "' 42 ', 42", "x, 0", "'', 0", "99999999999999999999, 0" })
	void totalThatIsNoNumberIsZero(String value, long total) {
		this.redis.opsForValue().set("resque:stat:processed", value);
		assertThat(this.store.stat("processed")).isEqualTo(total);
	}

	@Test
	void missingTotalIsZero() {
		assertThat(this.store.stat("processed")).isZero();
	}

	@Test
	void clearedTotalIsGone() {
		this.redis.opsForValue().set("resque:stat:failed", "3");
		this.store.clearStat("failed");
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void pauseKeyIsRead() {
		assertThat(this.store.pauseAllWorkers()).isNull();
		this.redis.opsForValue().set("resque:pause-all-workers", " TRUE ");
		assertThat(this.store.pauseAllWorkers()).isEqualTo(" TRUE ");
	}

	@Test
	void timeComesFromRedis() {
		Instant before = this.store.time();
		assertThat(this.store.time()).isAfterOrEqualTo(before).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
	}

	@Test
	void serverTellsOfItself() {
		assertThat(this.store.info()).containsKey("redis_version");
		assertThat(this.store.namespace()).isEqualTo("resque");
		assertThat(this.store.servers())
			.containsExactly("redis://" + this.server.host() + ":" + this.server.port() + "/0");
	}

}
