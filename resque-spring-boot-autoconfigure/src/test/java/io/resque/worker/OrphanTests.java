package io.resque.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.WorkerEvent;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How soon the jobs of a dead process are back. The dead one is written into Redis as a
 * killed process leaves it; those that find it are real.
 */
@ExtendWith(RedisServerExtension.class)
class OrphanTests {

	private static final String DEAD = "dddddddddddddddd";

	private static final Duration LEASE = Duration.ofSeconds(2);

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	private final WorkerStores stores;

	private final WorkerContainer one;

	private final WorkerContainer two;

	OrphanTests(RedisServer server) {
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque")).lease(LEASE)
			.pool(1, 0, "elsewhere")
			.job("Noop", "elsewhere", (context) -> {
			});
		this.stores = this.workers.stores();
		this.one = this.workers.container();
		this.two = this.workers.container();
	}

	@AfterEach
	void stop() {
		this.one.stop();
		this.two.stop();
	}

	@Test
	void aThousandOrphansAreBackInTheirOrderWithinFiveSecondsAfterTheLeaseEnded() {
		this.one.start();
		this.two.start();
		Instant deadline = this.stores.leases()
			.open(DEAD, LEASE.multipliedBy(2), Map.of("host", "box"))
			.plus(LEASE.multipliedBy(2));
		for (int i = 0; i < 1000; i++) {
			this.redis.opsForHash()
				.put("resque:spring:inflight:" + DEAD, Integer.toString(17 + i), "f:3:q-" + (i % 2) + job(i));
		}
		this.redis.opsForList().rightPush("resque:queue:q-0", job(2000));
		await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(10))
			.until(() -> queue(0).size() + queue(1).size() == 1001);
		Duration late = Duration.between(deadline, this.stores.server().time());
		assertThat(late).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
		assertThat(queue(0)).startsWith(jobs(0)).endsWith(job(2000));
		assertThat(queue(1)).containsExactly(jobs(1));
		await().until(() -> !this.stores.leases().holders().contains(DEAD)
				&& !Boolean.TRUE.equals(this.redis.hasKey("resque:spring:dead")));
		assertThat(this.workers.events().of(WorkerEvent.LeaseLost.class)).isEmpty();
	}

	private List<String> queue(int number) {
		return this.redis.opsForList().range("resque:queue:q-" + number, 0, -1);
	}

	private static String[] jobs(int remainder) {
		return IntStream.range(0, 1000)
			.filter((i) -> i % 2 == remainder)
			.mapToObj(OrphanTests::job)
			.toArray(String[]::new);
	}

	private static String job(int number) {
		return "{\"class\":\"Noop\",\"args\":[" + number + "]}";
	}

}
