package io.resque.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.WorkerEvent;
import io.resque.redis.Keyspace;
import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.SilentProxy;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The other end of the connections is gone without a word, and nothing tells so but time.
 */
@ExtendWith(RedisServerExtension.class)
class SilentConnectionTests {

	private static final String NOTE = "{\"class\":\"Note\",\"args\":[]}";

	private final StringRedisTemplate redis;

	private final SilentProxy proxy;

	private final LettuceConnectionFactory connections;

	private final ResqueRedis resque;

	SilentConnectionTests(RedisServer server) {
		this.redis = server.template();
		this.proxy = new SilentProxy(server.port());
		this.connections = ResqueConnections.like(new LettuceConnectionFactory("127.0.0.1", this.proxy.port()),
				Duration.ofSeconds(1));
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.resque = new ResqueRedis(this.connections, new Keyspace("resque"));
	}

	@AfterEach
	void close() throws IOException {
		this.connections.destroy();
		this.proxy.close();
	}

	@Test
	void anIdleWorkerConnectsAndWaitsAnew() throws InterruptedException {
		BlockingQueue<String> performed = new LinkedBlockingQueue<>();
		TestWorkers workers = new TestWorkers(this.resque).pool(1, 0, "jobs")
			.pollInterval(Duration.ofMinutes(2))
			.lease(Duration.ofSeconds(8))
			.job("Note", "jobs", (context) -> performed.add("note"));
		WorkerContainer container = workers.container();
		container.start();
		try {
			await().until(() -> this.redis.opsForSet().size("resque:workers") == 1);
			this.redis.opsForList().rightPush("resque:queue:jobs", NOTE);
			assertThat(performed.poll(10, TimeUnit.SECONDS)).isEqualTo("note");
			await().until(() -> "1".equals(this.redis.opsForValue().get("resque:stat:processed")));
			this.proxy.silence();
			await().atMost(Duration.ofSeconds(20))
				.until(() -> !workers.events().of(WorkerEvent.RedisBack.class).isEmpty());
			this.redis.opsForList().rightPush("resque:queue:jobs", NOTE);
			assertThat(performed.poll(10, TimeUnit.SECONDS)).isEqualTo("note");
			assertThat(workers.events().of(WorkerEvent.LeaseLost.class)).isEmpty();
		}
		finally {
			container.stop();
		}
	}

	@Test
	void whoEnqueuesLearnsThatTheOutcomeIsUnknownAndACallAfterThatWorks() {
		QueueStore queues = new QueueStore(this.resque);
		queues.push("q", List.of("a".getBytes()));
		this.proxy.silence();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(RedisCallException.class)
				.isThrownBy(() -> queues.push("q", List.of("b".getBytes())))
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(RedisCallException.Outcome.UNKNOWN));
		}
		queues.push("q", List.of("c".getBytes()));
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1)).containsExactly("a", "c");
	}

}
