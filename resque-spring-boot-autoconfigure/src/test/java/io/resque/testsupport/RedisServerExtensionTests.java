package io.resque.testsupport;

import java.util.List;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.redis.QueueStore;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class RedisServerExtensionTests {

	private final RedisServer redis;

	RedisServerExtensionTests(RedisServer redis) {
		this.redis = redis;
	}

	@RepeatedTest(2)
	void databaseIsEmptyBeforeEachTest() {
		assertThat(this.redis.isEmpty()).isTrue();
		this.redis.template().opsForValue().set("left", "over");
	}

	@Test
	void storesAndTemplateSeeTheSameKeys() {
		new QueueStore(this.redis.redis("resque")).push("critical", List.of("{}".getBytes()));
		assertThat(this.redis.template().opsForList().range("resque:queue:critical", 0, -1)).containsExactly("{}");
	}

	@Test
	void isTheSameServerForAll(RedisServer parameter) {
		assertThat(parameter).isSameAs(this.redis).isSameAs(RedisServer.get());
	}

}
