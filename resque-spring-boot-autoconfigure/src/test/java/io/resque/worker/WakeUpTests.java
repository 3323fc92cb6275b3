package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An idle pool starts a job at once, and asks Redis next to nothing meanwhile. The poll
 * interval of these tests is far longer than they wait for a job.
 */
@ExtendWith(RedisServerExtension.class)
class WakeUpTests {

	private static final Duration FAR = Duration.ofSeconds(20);

	private static final int SOON = 2;

	private final StringRedisTemplate redis;

	private final ResqueRedis connections;

	private final List<WorkerContainer> containers = new ArrayList<>();

	private final BlockingQueue<Object> performed = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	WakeUpTests(RedisServer server) {
		this.redis = server.template();
		this.connections = server.redis("resque");
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.containers.forEach(WorkerContainer::stop);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "b,a,c", "*", "a,!b" })
	void anIdleWorkerStartsAJobAtOnce(String queues) throws InterruptedException {
		this.redis.opsForSet().add("resque:queues", "a", "b", "c");
		TestWorkers workers = start(FAR, queues.split(","));
		awaitWaiting("!b".equals(queues.split(",")[queues.split(",").length - 1]) ? 1 : queues.equals("a") ? 1 : 3);
		for (int i = 0; i < 5; i++) {
			rightPush("a", i);
			assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(i);
			workers.stores().queues().push("a", List.of(job(i + 10).getBytes(StandardCharsets.UTF_8)));
			assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(i + 10);
		}
	}

	@Test
	void aQueueThatBecomesKnownIsWaitedForWithinASecondOrTwo() throws InterruptedException {
		start(FAR, "*");
		awaitWorkers(1);
		for (String queue : List.of("first", "second")) {
			this.redis.opsForSet().add("resque:queues", queue);
			rightPush(queue, 1);
			assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo(1);
		}
		this.redis.opsForSet().remove("resque:queues", "first");
		awaitWaiting(1);
	}

	private TestWorkers start(Duration pollInterval, String... queues) {
		TestWorkers workers = new TestWorkers(this.connections).pool(2, 0, queues)
			.pollInterval(pollInterval)
			.job("Note", queues[0], (context) -> this.performed.add(context.job().args().get(0)))
			.job("Wait", queues[0], (context) -> {
				this.performed.add("waits");
				this.release.await();
			});
		WorkerContainer container = workers.container();
		this.containers.add(container);
		container.start();
		return workers;
	}

	private void rightPush(String queue, int number) {
		this.redis.opsForList().rightPush("resque:queue:" + queue, job(number));
	}

	private static String job(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	private void awaitWorkers(int processes) {
		await().until(() -> Long.valueOf(2L * processes).equals(this.redis.opsForSet().size("resque:workers")));
	}

	private void awaitWaiting(int connections) {
		await().atMost(Duration.ofSeconds(10)).until(() -> waiting() == connections);
	}

	private long waiting() {
		return this.redis.getClientList()
			.stream()
			.filter((client) -> "resque-wait".equals(client.getName()) && "blmove".equals(client.getLastCommand()))
			.count();
	}

}
