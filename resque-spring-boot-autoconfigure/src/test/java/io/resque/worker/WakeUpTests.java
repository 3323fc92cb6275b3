package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.core.RedisCallback;
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

	private static final int SOON = 5;

	private static final String WAIT = "{\"class\":\"Wait\",\"args\":[]}";

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
	@CsvSource(delimiter = '|', textBlock = """
			a     | 1
			b,a,c | 3
			*     | 3
			*,!b  | 2
			""")
	void anIdleWorkerStartsAJobAtOnce(String queues, int connections) throws InterruptedException {
		this.redis.opsForSet().add("resque:queues", "a", "b", "c");
		TestWorkers workers = start(workers(FAR, queues.split(",")));
		awaitWaiting(connections);
		for (int i = 0; i < 5; i++) {
			rightPush("a", i);
			assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(i);
			workers.stores().queues().push("a", List.of(job(i + 10).getBytes(StandardCharsets.UTF_8)));
			assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(i + 10);
		}
	}

	@Test
	void aQueueThatBecomesKnownIsWaitedForWithinASecondOrTwo() throws InterruptedException {
		start(workers(FAR, "*"));
		awaitWorkers(1);
		for (String queue : List.of("first", "second")) {
			this.redis.opsForSet().add("resque:queues", queue);
			rightPush(queue, 1);
			assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo(1);
		}
		this.redis.opsForSet().remove("resque:queues", "first");
		awaitWaiting(1);
	}

	/** One connection, and long polls: what is known may be older than a second. */
	@Test
	void aQueueThatHasBecomeKnownSinceIsEmptiedInItsPlace() throws InterruptedException {
		this.redis.opsForSet().add("resque:queues", "b", "c");
		start(workers(FAR, "*").pool(1, 0, "*").pollInterval(Duration.ofSeconds(8)).waitingConnections(1));
		rightPush("b", 0);
		assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(0);
		awaitWaiting(1);
		this.redis.opsForSet().add("resque:queues", "a");
		rightPush("a", 1);
		TimeUnit.MILLISECONDS.sleep(1500);
		rightPush("b", 2);
		assertThat(this.performed.poll(4 * SOON, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(this.performed.poll(4 * SOON, TimeUnit.SECONDS)).isEqualTo(2);
	}

	@Test
	void aJobThatComesWhenTheLeaseIsLostIsStartedUnderTheNext() throws InterruptedException {
		start(workers(FAR, "a"));
		awaitWaiting(1);
		this.redis.delete("resque:spring:leases");
		rightPush("a", 1);
		assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(1);
	}

	@Test
	void whatIsBeyondTheBoundIsPolled() throws InterruptedException {
		TestWorkers workers = workers(Duration.ofMillis(50), "a", "b", "c").waitingConnections(2);
		start(workers);
		awaitWaiting(2);
		for (String queue : List.of("c", "b", "a")) {
			rightPush(queue, 1);
			assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(1);
		}
		assertThat(waiting()).isLessThanOrEqualTo(2);
	}

	@Test
	void aRunningPoolIsWokenWhenASlotIsLeft() throws InterruptedException {
		start(workers(FAR, "a", "b"));
		awaitWaiting(2);
		this.redis.opsForList().rightPush("resque:queue:b", WAIT);
		assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo("waits");
		for (String queue : List.of("a", "b")) {
			rightPush(queue, 1);
			assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo(1);
		}
	}

	/** Each queue is waited for by a connection that fetches; there is one slot. */
	@Test
	void jobsThatComeToSeveralQueuesAtOnceAreFetchedOneByOne() throws InterruptedException {
		String[] queues = { "a", "b", "c", "d" };
		Semaphore go = new Semaphore(0);
		start(workers(FAR, queues).pool(1, 0, queues).pollInterval(FAR).job("Look", "a", (context) -> {
			this.performed.add("looked");
			go.acquire();
		}));
		for (int done = 0; done < 80; done++) {
			if (done % queues.length == 0) {
				awaitWaiting(queues.length);
				pushToAll(queues, "{\"class\":\"Look\",\"args\":[]}");
			}
			assertThat(this.performed.poll(SOON, TimeUnit.SECONDS)).isEqualTo("looked");
			String acknowledged = (done > 0) ? Integer.toString(done) : null;
			await().pollInterval(Duration.ofMillis(5))
				.until(() -> Objects.equals(acknowledged, this.redis.opsForValue().get("resque:stat:processed")));
			assertThat(inFlight()).isOne();
			go.release();
		}
	}

	@Test
	void nothingIsLeftAfterAStop() {
		start(workers(FAR, "a", "b", "*"));
		this.redis.opsForSet().add("resque:queues", "a", "b", "c");
		awaitWaiting(3);
		long stopping = System.nanoTime();
		this.containers.forEach(WorkerContainer::stop);
		assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(10));
		await().until(() -> this.redis.getClientList()
			.stream()
			.noneMatch((client) -> "resque-wait".equals(client.getName())));
	}

	private TestWorkers start(TestWorkers workers) {
		WorkerContainer container = workers.container();
		this.containers.add(container);
		container.start();
		return workers;
	}

	private TestWorkers workers(Duration pollInterval, String... queues) {
		return new TestWorkers(this.connections).pool(2, 0, queues)
			.pollInterval(pollInterval)
			.job("Note", queues[0], (context) -> this.performed.add(context.job().args().get(0)))
			.job("Wait", queues[0], (context) -> {
				this.performed.add("waits");
				this.release.await();
			});
	}

	private void rightPush(String queue, int number) {
		this.redis.opsForList().rightPush("resque:queue:" + queue, job(number));
	}

	private static String job(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	private void pushToAll(String[] queues, String job) {
		this.redis.execute((RedisCallback<?>) (connection) -> {
			connection.multi();
			for (String queue : queues) {
				connection.listCommands().rPush(("resque:queue:" + queue).getBytes(), job.getBytes());
			}
			return connection.exec();
		});
	}

	private long inFlight() {
		return this.redis.keys("resque:spring:inflight:*")
			.stream()
			.mapToLong((key) -> this.redis.opsForHash().size(key))
			.sum();
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
