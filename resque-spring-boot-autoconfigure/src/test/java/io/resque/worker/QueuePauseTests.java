package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.WorkerEvent.QueuesPaused;
import io.resque.inspect.WorkerControl;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Queues that nobody takes jobs from until they are resumed.
 */
@ExtendWith(RedisServerExtension.class)
class QueuePauseTests {

	private static final String PAUSE = "resque:pause:queue:a";

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final WorkerControl control;

	private final TestWorkers workers;

	private final BlockingQueue<String> performed = new LinkedBlockingQueue<>();

	private WorkerContainer container;

	QueuePauseTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.control = new WorkerControl(server.redis("resque"));
		this.workers = new TestWorkers(server.redis("resque")).pool(1, 10, "a", "b")
			.pollInterval(Duration.ofMillis(100))
			.job("A", "a", (context) -> this.performed.add("a" + context.job().args().get(0)))
			.job("Slow", "b", (context) -> TimeUnit.MILLISECONDS.sleep(3))
			.job("B", "b", (context) -> this.performed.add("b"));
	}

	@AfterEach
	void stop() {
		this.container.stop();
	}

	@Test
	void aPausedQueueKeepsItsJobsAndTheirOrderAndTheOthersGoOn() throws InterruptedException {
		this.control.pauseQueue("a");
		List<String> jobs = IntStream.range(0, 20).mapToObj(QueuePauseTests::payload).toList();
		jobs.forEach(this::enqueue);
		start();
		this.redis.opsForList().rightPush("resque:queue:b", "{\"class\":\"B\",\"args\":[]}");
		assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
		await().until(() -> !this.workers.events().of(QueuesPaused.class).isEmpty());
		assertThat(this.redis.opsForList().range("resque:queue:a", 0, -1)).isEqualTo(jobs);
		assertThat(this.control.pausedQueues()).containsExactly("a");
		long before = System.nanoTime();
		assertThat(this.control.resumeQueue("a")).isTrue();
		for (int i = 0; i < 20; i++) {
			assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("a" + i);
		}
		// A second, and what a busy machine adds.
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
		assertThat(this.control.resumeQueue("a")).isFalse();
		await().untilAsserted(() -> assertThat(this.workers.events().of(QueuesPaused.class))
			.containsExactly(new QueuesPaused("default", Set.of("a")), new QueuesPaused("default", Set.of())));
	}

	@Test
	void whatRubysPluginPausesIsPausedForAWaitingWorkerToo() throws InterruptedException {
		start();
		enqueue(payload(1));
		assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("a1");
		this.redis.opsForValue().set(PAUSE, "1");
		enqueue(payload(2));
		assertThat(this.performed.poll(500, TimeUnit.MILLISECONDS)).isNull();
		assertThat(this.redis.opsForList().range("resque:queue:a", 0, -1)).containsExactly(payload(2));
		this.redis.delete(PAUSE);
		assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("a2");
	}

	@Test
	void aPausedQueueCostsALookASecond() {
		this.control.pauseQueue("a");
		IntStream.range(0, 100).mapToObj(QueuePauseTests::payload).forEach(this::enqueue);
		start();
		await().until(() -> !this.workers.events().of(QueuesPaused.class).isEmpty());
		CommandCount count = CommandCount.of(this.server);
		await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(20)).until(() -> {
			Map<String, Long> calls = count.byName();
			// Leases and heartbeats are scripts, too.
			return calls.getOrDefault("evalsha", 0L) < 20 && calls.getOrDefault("blmove", 0L) < 3
					&& !calls.containsKey("llen");
		});
		assertThat(count.byName()).containsKey("evalsha").doesNotContainKey("rpush");
		assertThat(this.performed).isEmpty();
	}

	@Test
	void whatIsPausedIsToldWhileJobsFlow() throws InterruptedException {
		this.control.pauseQueue("a");
		for (int i = 0; i < 3000; i++) {
			this.redis.opsForList().rightPush("resque:queue:b", "{\"class\":\"Slow\",\"args\":[]}");
		}
		start();
		await().until(() -> this.workers.events().of(QueuesPaused.class).size() == 1);
		this.control.resumeQueue("a");
		await().atMost(Duration.ofSeconds(5)).until(() -> this.workers.events().of(QueuesPaused.class).size() == 2);
		assertThat(this.redis.opsForList().size("resque:queue:b")).isPositive();
		assertThat(this.workers.events().of(QueuesPaused.class).get(1).queues()).isEmpty();
	}

	@Test
	void othersAreStillWaitedForWithoutLooking() throws InterruptedException {
		this.control.pauseQueue("a");
		this.workers.pool(4, 10, "a", "b");
		start();
		await().until(() -> !this.workers.events().of(QueuesPaused.class).isEmpty());
		CommandCount count = CommandCount.of(this.server);
		for (int i = 0; i < 100; i++) {
			this.redis.opsForList().rightPush("resque:queue:b", "{\"class\":\"B\",\"args\":[]}");
			assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
			new CompletableFuture<>().completeOnTimeout(null, 10, TimeUnit.MILLISECONDS).join();
		}
		// A fetch and an acknowledgement for each, and what looks each second.
		assertThat(count.byName().get("evalsha")).isLessThan(260);
	}

	private void start() {
		this.redis.opsForSet().add("resque:queues", "a", "b");
		this.container = this.workers.container();
		this.container.start();
	}

	private void enqueue(String payload) {
		this.redis.opsForList().rightPush("resque:queue:a", payload);
	}

	private static String payload(int number) {
		return "{\"class\":\"A\",\"args\":[" + number + "]}";
	}

}
