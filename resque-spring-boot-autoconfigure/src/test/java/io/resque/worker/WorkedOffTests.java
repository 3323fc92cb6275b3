package io.resque.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.redis.InFlightStore;
import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.lease.Lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * When the workers say that nothing is left to do, nothing is left.
 */
@ExtendWith(RedisServerExtension.class)
class WorkedOffTests {

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final AtomicInteger performed = new AtomicInteger();

	private final CountDownLatch go = new CountDownLatch(1);

	private WorkerContainer container;

	WorkedOffTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.container = workers().container();
	}

	private TestWorkers workers() {
		return new TestWorkers(this.server.redis("resque")).pool(2, 100, "a", "b").job("Noop", "a", this::perform);
	}

	private void perform(JobContext context) {
		this.performed.incrementAndGet();
	}

	@AfterEach
	void stop() {
		this.go.countDown();
		this.container.stop();
	}

	/**
	 * Each job of the chain is for the other pool, and in a queue that nobody knew
	 * before: the pool with the pattern reads the known queues once a second only.
	 */
	@Test
	void whatAJobEnqueuesForAnotherPoolIsDoneFirst() {
		this.container = workers().anotherPool("patterns", 2, "new-*")
			.job("Chain", "a", (context) -> chain(((Number) context.job().args().get(0)).intValue()))
			.container();
		for (int i = 0; i < 400; i++) {
			push((i % 2 == 0) ? "a" : "b", "Noop", 0);
		}
		push("a", "Chain", 4);
		this.container.start();
		awaitWorkedOff();
		assertThat(this.performed).hasValue(405);
		assertNothingIsLeft();
	}

	private void chain(int more) {
		if (more > 0) {
			push((more % 2 == 0) ? "new-" + more : "b", "Chain", more - 1);
		}
		this.performed.incrementAndGet();
	}

	@Test
	void emptyAndPausedQueuesAreWorkedOffAndRunningJobsAreNot() {
		assertThat(this.container.workedOff()).as("not started").isFalse();
		this.container = workers().job("Wait", "a", (context) -> this.go.await()).container();
		this.container.start();
		awaitWorkedOff();
		push("a", "Wait", 0);
		await().until(() -> this.container.status().running().size() == 1);
		assertNever(Duration.ofMillis(300));
		this.go.countDown();
		awaitWorkedOff();
		this.redis.opsForValue().set("resque:pause-all-workers", " TRUE ");
		push("b", "Noop", 0);
		awaitWorkedOff();
		assertThat(this.redis.opsForList().size("resque:queue:b")).isEqualTo(1);
		this.redis.delete("resque:pause-all-workers");
		await().untilAsserted(() -> assertThat(this.performed).hasValue(1));
	}

	@Test
	void aListenerMayEnqueueWhenAJobIsAcknowledged() {
		TestWorkers workers = workers();
		workers.events().tell((event) -> {
			if (event instanceof JobEvent.Performed && this.performed.get() < 5) {
				pause();
				push("b", "Noop", 0);
			}
		});
		this.container = workers.container();
		push("a", "Noop", 0);
		this.container.start();
		awaitWorkedOff();
		assertThat(this.performed).hasValue(5);
		assertNothingIsLeft();
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void aListenerMayEnqueueWhenItIsToldThatThePoolIsIdle() {
		Pool pool = new Pool("p", TestWorkers.pool(List.of("a"), 1, Duration.ofMillis(20), 0),
				new QueueSelector(List.of("a")), 1, mock(JobRunner.class));
		WakeUps wakeUps = new WakeUps(pool, workers().stores().queues(), 0, mock(WakeUp.Woken.class),
				workers().events().events());
		wakeUps.fetched(List.of(new Assignment(mock(Lease.class),
				new InFlightStore.InFlightJob(1, "", "a", new byte[0], false), false)));
		wakeUps.arm(List.of("a"));
		assertThat(wakeUps.foundEmpty()).as("a look that ends in a listener").isZero();
		wakeUps.arm(List.of("a"));
		assertThat(wakeUps.foundEmpty()).isEqualTo(1);
	}

	@Test
	void aFetchWhoseAnswerWasLostIsNotForgotten() {
		CuttingProxy proxy = new CuttingProxy(this.server.host(), this.server.port());
		try (proxy; TestConnections connections = TestConnections.to("redis://127.0.0.1:" + proxy.port())) {
			this.container = new TestWorkers(connections.resque()).pool(1, 0, "a")
				.job("Noop", "a", this::perform)
				.container();
			this.container.start();
			awaitWorkedOff();
			for (int i = 1; i <= 10; i++) {
				int number = i;
				proxy.cutAfterScript("fetch");
				push("a", "Noop", i);
				await().pollInterval(Duration.ofMillis(1)).until(() -> proxy.cuts() == number);
				awaitWorkedOff();
				assertThat(this.performed).hasValue(number);
				assertNothingIsLeft();
			}
			this.container.stop();
		}
	}

	@Test
	void aFetchThatWasCarriedOutLateIsNotForgotten() {
		TestWorkers workers = workers().lease(Duration.ofSeconds(1));
		this.container = workers.container();
		this.container.start();
		awaitWorkedOff();
		String process = workers.events().of(WorkerEvent.Started.class).get(0).processId();
		this.redis.opsForHash()
			.put("resque:spring:inflight:" + process, "17", "1-999:1:a{\"class\":\"Noop\",\"args\":[0]}");
		awaitWorkedOff();
		assertThat(this.performed).hasValue(1);
		assertNothingIsLeft();
	}

	@Test
	void aLocalPauseEndsItAsOneForAllDoes() {
		this.container.start();
		this.container.pause();
		push("a", "Noop", 0);
		awaitWorkedOff();
		assertThat(this.redis.opsForList().size("resque:queue:a")).isEqualTo(1);
	}

	@Test
	void theJobOfADeadProcessIsDoneFirst() {
		String dead = "0123456789abcdef0123456789abcdef";
		this.redis.opsForZSet().add("resque:spring:leases", dead, 1);
		this.redis.opsForHash()
			.put("resque:spring:inflight:" + dead, "17", "1-999:1:a{\"class\":\"Noop\",\"args\":[0]}");
		this.container = workers().lease(Duration.ofSeconds(1)).container();
		this.container.start();
		awaitWorkedOff();
		assertThat(this.performed).hasValue(1);
		assertThat(this.redis.opsForZSet().score("resque:spring:leases", dead)).isNull();
		assertNothingIsLeft();
	}

	@Test
	void whileRedisIsGoneNobodyKnows() {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			this.container = new TestWorkers(connections.resque()).pool(1, 0, "a")
				.job("Wait", "a", (context) -> this.go.await())
				.container();
			this.container.start();
			connections.patient().opsForList().rightPush("resque:queue:a", "{\"class\":\"Wait\",\"args\":[]}");
			await().until(() -> this.container.status().running().size() == 1);
			own.kill();
			this.go.countDown();
			await().until(() -> this.container.status().running().isEmpty());
			assertNever(Duration.ofMillis(500));
			own.restart();
			awaitWorkedOff();
			assertThat(connections.patient().opsForValue().get("resque:stat:processed")).isEqualTo("1");
			own.kill();
			assertNever(Duration.ofMillis(300));
			this.container.stop();
		}
	}

	@Test
	void statusTellsTheRunningJobsLongestFirst() {
		this.container = workers().job("Wait", "a", (context) -> this.go.await()).container();
		assertThat(this.container.status()).isEqualTo(new WorkerStatus(false, false, List.of(), List.of()));
		push("b", "Wait", 0);
		this.container.start();
		await().until(() -> this.container.status().running().size() == 1);
		push("a", "Wait", 0);
		await().until(() -> this.container.status().running().size() == 2);
		WorkerStatus status = this.container.status();
		assertThat(status).isEqualTo(this.container.status());
		assertThat(status.started()).isTrue();
		assertThat(status.queues()).containsExactly("a,b");
		assertThat(status.running()).extracting(RunningJob::queue).containsExactly("b", "a");
		assertThat(status.running()).allSatisfy((job) -> {
			assertThat(job.name()).isEqualTo("Wait");
			assertThat(job.workerId()).startsWith("box.").endsWith(":a,b");
			assertThat(job.since()).isCloseTo(Instant.now(), within(30, ChronoUnit.SECONDS));
		});
	}

	private void push(String queue, String name, int argument) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList()
			.rightPush("resque:queue:" + queue, "{\"class\":\"" + name + "\",\"args\":[" + argument + "]}");
	}

	private void awaitWorkedOff() {
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(2)).until(this.container::workedOff);
	}

	private void assertNever(Duration time) {
		await().during(time)
			.atMost(time.plusSeconds(5))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> !this.container.workedOff());
	}

	private void assertNothingIsLeft() {
		assertThat(this.redis.keys("resque:queue:*")).isEmpty();
		assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
	}

}
