package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.WorkerEvent;
import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers wait for jobs again after whatever has ended it. Polling would take twenty
 * seconds.
 */
class WakeUpOutageTests {

	private static final Duration FAR = Duration.ofSeconds(20);

	private static final String NOTE = "{\"class\":\"Note\",\"args\":[]}";

	private final OwnRedis server = OwnRedis.start();

	private final CuttingProxy proxy = new CuttingProxy("127.0.0.1", this.server.port());

	private final LettuceConnectionFactory direct = new LettuceConnectionFactory("127.0.0.1", this.server.port());

	private final LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", this.proxy.port());

	private final LettuceConnectionFactory connections = ResqueConnections.like(this.application,
			Duration.ofSeconds(2));

	private final StringRedisTemplate redis = new StringRedisTemplate();

	private final TestWorkers workers = new TestWorkers(new ResqueRedis(this.connections, new Keyspace("resque")));

	private final BlockingQueue<String> performed = new LinkedBlockingQueue<>();

	private WorkerContainer container;

	@BeforeEach
	void connect() {
		for (LettuceConnectionFactory factory : new LettuceConnectionFactory[] { this.direct, this.connections }) {
			factory.afterPropertiesSet();
			factory.start();
		}
		this.redis.setConnectionFactory(this.direct);
		this.redis.afterPropertiesSet();
		this.workers.pool(2, 0, "a", "b").pollInterval(FAR).job("Note", "a", (context) -> this.performed.add("note"));
	}

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
		this.connections.destroy();
		this.direct.destroy();
		this.proxy.close();
		this.server.close();
	}

	@Test
	void afterRestartsOfRedis() throws InterruptedException {
		start();
		for (int i = 0; i < 3; i++) {
			awaitWaiting(2);
			performs("b");
			this.server.kill();
			this.server.restart();
		}
		awaitWaiting(2);
		performs("a");
		assertThat(this.workers.events().of(WorkerEvent.Doubtful.class)).isEmpty();
	}

	@Test
	void afterAllConnectionsWereCut() throws InterruptedException {
		start();
		for (int i = 0; i < 3; i++) {
			awaitWaiting(2);
			performs("a");
			this.proxy.refuse(true);
			this.redis.opsForList().rightPush("resque:queue:b", NOTE);
			this.proxy.refuse(false);
			assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("note");
		}
	}

	@Test
	void aJobIsStartedWhoseWakeUpWasLost() throws InterruptedException {
		this.proxy.cutAfter("BLMOVE");
		start();
		for (int i = 1; i <= 3; i++) {
			awaitWaiting(2);
			performs("a");
			performs("b");
			assertThat(this.proxy.cuts()).isEqualTo(1);
		}
	}

	@Test
	void theServersThatMayNotBeWaitedForArePolledAndThatIsSaidOnce() throws InterruptedException {
		this.redis.execute((RedisCallback<Object>) (connection) -> connection.execute("ACL", bytes("SETUSER"),
				bytes("default"), bytes("-blmove")));
		this.workers.pollInterval(Duration.ofMillis(50));
		start();
		performs("a");
		await().atMost(Duration.ofSeconds(20))
			.until(() -> !this.workers.events().of(WorkerEvent.Doubtful.class).isEmpty());
		performs("b");
		assertThat(this.workers.events().of(WorkerEvent.Doubtful.class)).singleElement()
			.asString()
			.contains("Pool default cannot wait for jobs with BLMOVE", "every 50 ms", "NOPERM");
		assertThat(this.workers.events().of(WorkerEvent.RedisLost.class)).isEmpty();
	}

	@Test
	void aListenerOfThatProblemMayStopTheWorkers() throws InterruptedException {
		this.redis.execute((RedisCallback<Object>) (connection) -> connection.execute("ACL", bytes("SETUSER"),
				bytes("default"), bytes("-blmove")));
		this.workers.pollInterval(Duration.ofMillis(50));
		CountDownLatch stopped = new CountDownLatch(1);
		this.workers.events().tell((event) -> {
			if (event instanceof WorkerEvent.Doubtful) {
				this.container.stop();
				stopped.countDown();
			}
		});
		start();
		WorkerContainer workers = this.container;
		boolean done = stopped.await(30, TimeUnit.SECONDS);
		// Stopping again would wait as long.
		this.container = done ? workers : null;
		assertThat(done).isTrue();
		assertThat(workers.isRunning()).isFalse();
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private void performs(String queue) throws InterruptedException {
		this.redis.opsForList().rightPush("resque:queue:" + queue, NOTE);
		assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("note");
	}

	private void awaitWaiting(int connections) {
		await().atMost(Duration.ofSeconds(15))
			.ignoreExceptions()
			.until(() -> this.redis.getClientList()
				.stream()
				.filter((client) -> "resque-wait".equals(client.getName()) && client.get("flags").contains("b"))
				.count() == connections);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
