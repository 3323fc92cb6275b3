package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueException;
import io.resque.inspect.WorkerControl;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Jobs of one kind that nobody performs until they are resumed, while others of the same
 * queue go on.
 */
@ExtendWith(RedisServerExtension.class)
class JobPauseTests {

	private static final String ASIDE = "resque:spring:aside:1:Aq";

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final WorkerControl control;

	private final TestWorkers workers;

	private final BlockingQueue<String> performed = new LinkedBlockingQueue<>();

	private WorkerContainer container;

	JobPauseTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.control = new WorkerControl(server.redis("resque"));
		this.workers = new TestWorkers(server.redis("resque")).pool(1, 10, "q")
			.job("A", "q", (context) -> this.performed.add("A" + context.job().args().get(0)))
			.job("B", "q", (context) -> this.performed.add("B" + context.job().args().get(0)));
	}

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void jobsOfAPausedKindGoAsideAndComeBackToTheHeadInTheirOrder() throws InterruptedException {
		this.control.pauseJob("A");
		for (int i = 0; i < 20; i++) {
			push((i % 2 == 0) ? "A" : "B", i);
		}
		start();
		for (int i = 1; i < 20; i += 2) {
			assertThat(next()).isEqualTo("B" + i);
		}
		await().untilAsserted(() -> assertThat(this.control.pausedJobs()).isEqualTo(Map.of("A", 10L)));
		assertThat(this.performed).isEmpty();
		long before = System.nanoTime();
		assertThat(this.control.resumeJob("A")).isTrue();
		for (int i = 0; i < 20; i += 2) {
			assertThat(next()).isEqualTo("A" + i);
		}
		// A second, and what a busy machine adds.
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
		assertThat(this.control.resumeJob("A")).isFalse();
		assertThat(this.redis.keys("resque:spring:aside*")).isEmpty();
	}

	@Test
	void itTakesEffectWithTheNextFetchAndSurvivesARestart() throws InterruptedException {
		start();
		push("A", 1);
		assertThat(next()).isEqualTo("A1");
		this.control.pauseJob("A");
		push("A", 2);
		push("B", 3);
		assertThat(next()).isEqualTo("B3");
		this.container.stop();
		start();
		push("A", 4);
		push("B", 5);
		assertThat(next()).isEqualTo("B5");
		this.control.resumeJob("A");
		assertThat(next()).isEqualTo("A2");
		assertThat(next()).isEqualTo("A4");
	}

	@Test
	void theKindIsThatOfTheJobHoweverItIsWritten() throws InterruptedException {
		this.control.pauseJob("A");
		pushRaw("{\"args\":[{\"class\":\"B\"}], \"class\" : \"A\"}");
		pushRaw("{\"class\":\"\\u0041\",\"args\":[2]}");
		pushRaw("{\"args\":[{\"class\":\"A\"}],\"class\":\"B\"}");
		pushRaw("{\"class\":\"AB\",\"args\":[]}");
		pushRaw("no JSON, \"class\":\"A\"");
		start();
		assertThat(next()).isEqualTo("B{class=A}");
		await().until(() -> Long.valueOf(2).equals(this.redis.opsForList().size("resque:failed")));
		assertThat(this.redis.opsForList().size(ASIDE)).isEqualTo(2);
	}

	@Test
	void manyGoAsideInPartsAndComeBackInFrontOfMoreOrFewerOthers() {
		this.control.pauseJob("A");
		List<String> jobs = new ArrayList<>(IntStream.range(0, 12_000).mapToObj((i) -> payload("A", i)).toList());
		this.redis.opsForList().rightPushAll("resque:queue:q", jobs);
		start();
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.control.pausedJobs()).isEqualTo(Map.of("A", 12_000L)));
		assertThat(this.performed).isEmpty();
		this.container.stop();
		push("B", 1);
		this.control.resumeJob("A");
		jobs.add(payload("B", 1));
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1)).isEqualTo(jobs);
		this.redis.opsForList().trim("resque:queue:q", 0, 99);
		this.redis.opsForSet().add("resque:spring:aside", "1:Aq");
		this.redis.opsForList().rightPushAll(ASIDE, payload("A", -2), payload("A", -1));
		this.control.resumeJob("A");
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, 2)).containsExactly(payload("A", -2),
				payload("A", -1), payload("A", 0));
	}

	@Test
	void aJobBehindManyThatGoAsideIsReachedBeforeTheQueueCountsAsEmpty() throws InterruptedException {
		this.control.pauseJob("A");
		String padded = "{\"class\":\"A\",\"args\":[\"" + "x".repeat(1000) + "\"]}";
		for (int i = 0; i < 20; i++) {
			this.redis.opsForList().rightPushAll("resque:queue:q", Collections.nCopies(1000, padded));
		}
		push("B", 1);
		start();
		String performed = null;
		while (performed == null) {
			boolean over = this.container.workedOff();
			performed = this.performed.poll(1, TimeUnit.MILLISECONDS);
			assertThat(over && performed == null).as("worked off, but B was not performed").isFalse();
		}
		assertThat(performed).isEqualTo("B1");
		assertThat(this.control.pausedJobs()).isEqualTo(Map.of("A", 20_000L));
	}

	@Test
	void whatIsAsideCostsNothing() {
		this.control.pauseJob("A");
		IntStream.range(0, 100).forEach((i) -> push("A", i));
		start();
		await().until(() -> Map.of("A", 100L).equals(this.control.pausedJobs()));
		CommandCount count = CommandCount.of(this.server);
		await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(20)).until(() -> {
			Map<String, Long> calls = count.byName();
			// Leases and heartbeats are scripts, too.
			return calls.getOrDefault("evalsha", 0L) < 20 && calls.getOrDefault("blmove", 0L) < 3;
		});
		assertThat(this.performed).isEmpty();
	}

	@Test
	void aPlaceThatIsNoListLosesNothing() throws InterruptedException {
		this.control.pauseJob("A");
		this.redis.opsForValue().set(ASIDE, "no list");
		push("A", 1);
		start();
		assertThat(next()).as("rather performed than lost").isEqualTo("A1");
		this.redis.opsForSet().add("resque:spring:aside", "x", "1:", "99:A", "1:Aq");
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> this.control.resumeJob("A"));
		assertThat(this.control.pausedJobs()).isEqualTo(Map.of("A", 0L));
		this.redis.delete(ASIDE);
		assertThat(this.control.resumeJob("A")).isTrue();
		assertThat(this.control.pausedJobs()).isEmpty();
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private String next() throws InterruptedException {
		return this.performed.poll(10, TimeUnit.SECONDS);
	}

	private void push(String kind, int number) {
		pushRaw(payload(kind, number));
	}

	private void pushRaw(String payload) {
		this.redis.opsForList().rightPush("resque:queue:q", payload);
	}

	private static String payload(String kind, int number) {
		return "{\"class\":\"" + kind + "\",\"args\":[" + number + "]}";
	}

}
