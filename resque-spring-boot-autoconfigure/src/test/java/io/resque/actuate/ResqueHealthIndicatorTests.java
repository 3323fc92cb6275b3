package io.resque.actuate;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.inspect.VitalSigns;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestConnections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@ExtendWith(RedisServerExtension.class)
class ResqueHealthIndicatorTests {

	private final StringRedisTemplate redis;

	private final VitalSigns signs;

	ResqueHealthIndicatorTests(RedisServer server) {
		this.redis = server.template();
		this.signs = new VitalSigns(server.redis("resque"));
	}

	@Test
	void isUpWithDetails() {
		push("mail");
		this.redis.opsForList().rightPush("resque:failed", "{}");
		this.redis.opsForSet().add("resque:workers", "vm:1:mail");
		Health health = new ResqueHealthIndicator(this.signs, null).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails())
			.contains(entry("namespace", "resque"), entry("workers", 1), entry("queues", 1), entry("pending", 1L),
					entry("failed", 1L), entry("queuesWithoutWorker", List.of()))
			.containsEntry("redisVersion", this.signs.redisVersion())
			.doesNotContainKey("leaseHeld");
	}

	@Test
	void queuesThatNobodyServesAreADetailOnly() {
		push("mail");
		push("reports");
		this.redis.opsForSet().add("resque:queues", "empty");
		this.redis.opsForSet().add("resque:workers", "vm:1:m*");
		Health health = new ResqueHealthIndicator(this.signs, null).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("queuesWithoutWorker", List.of("reports"));
	}

	@Test
	void namesNoMoreThanAHundredQueues() {
		IntStream.range(0, 120).forEach((i) -> push("queue" + i));
		Health health = new ResqueHealthIndicator(this.signs, null).health();
		assertThat((List<?>) health.getDetails().get("queuesWithoutWorker")).hasSize(ResqueHealthIndicator.MAX_QUEUES);
	}

	@Test
	void tellsOfTheLeaseWhereThereAreWorkers() {
		assertThat(new ResqueHealthIndicator(this.signs, () -> true).health().getDetails()).containsEntry("leaseHeld",
				true);
		Health health = new ResqueHealthIndicator(this.signs, () -> false).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("leaseHeld", false);
	}

	@Test
	void isDownWhileRedisDoesNotAnswer() {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			ResqueHealthIndicator indicator = new ResqueHealthIndicator(new VitalSigns(connections.resque()), null);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			own.kill();
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsOnlyKeys("error", "namespace");
		}
	}

	@Test
	void theVersionMayBeASecret() {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			ResqueHealthIndicator indicator = new ResqueHealthIndicator(new VitalSigns(connections.resque()), null);
			forbid(own, "-info");
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("redisVersion", "");
		}
	}

	@Test
	void isUnknownWhenRedisAnswersAnError() {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			ResqueHealthIndicator indicator = new ResqueHealthIndicator(new VitalSigns(connections.resque()), null);
			forbid(own, "-get");
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsKey("error");
		}
	}

	@Test
	void isDownWhileRedisIsNotReady() {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			ResqueHealthIndicator indicator = new ResqueHealthIndicator(new VitalSigns(connections.resque()), null);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			own.template().execute((RedisCallback<Object>) (redis) -> {
				redis.execute("CONFIG", "SET".getBytes(), "replica-serve-stale-data".getBytes(), "no".getBytes());
				return redis.execute("REPLICAOF", "127.0.0.1".getBytes(), "1".getBytes());
			});
			Health health = indicator.health();
			assertThat(health.getDetails().get("error")).asString().contains("MASTERDOWN");
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		}
	}

	private static void forbid(OwnRedis own, String command) {
		own.template()
			.execute((RedisCallback<Object>) (redis) -> redis.execute("ACL", "SETUSER".getBytes(), "default".getBytes(),
					command.getBytes()));
	}

	private void push(String queue) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPush("resque:queue:" + queue, "{}");
	}

}
