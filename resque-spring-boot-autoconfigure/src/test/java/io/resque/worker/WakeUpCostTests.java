package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.WorkerEvent;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What waiting for jobs costs Redis: next to nothing where it works, and no more than
 * polling where it does not. Without a pause, a thousand calls a second would be made.
 */
@ExtendWith(RedisServerExtension.class)
class WakeUpCostTests {

	private static final String NOTE = "{\"class\":\"Note\",\"args\":[]}";

	private static final String WAIT = "{\"class\":\"Wait\",\"args\":[]}";

	private final StringRedisTemplate redis;

	private final ResqueRedis connections;

	private final TestWorkers workers;

	private final List<WorkerContainer> containers = new ArrayList<>();

	private final BlockingQueue<String> performed = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	WakeUpCostTests(RedisServer server) {
		this.redis = server.template();
		this.connections = server.redis("resque");
		this.workers = new TestWorkers(this.connections).pool(2, 0, "a")
			.pollInterval(Duration.ofMillis(100))
			.job("Note", "a", (context) -> this.performed.add("note"))
			.job("Wait", "a", (context) -> {
				this.performed.add("wait");
				this.release.await();
			});
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.containers.forEach(WorkerContainer::stop);
	}

	@Test
	void idleQueuesAreNotAskedFor() {
		this.workers.pool(2, 0, "a", "b", "c", "d");
		start(1);
		awaitWaiting(4);
		long before = calls("blmove") + calls("lpop");
		await().during(Duration.ofSeconds(4)).until(() -> calls("blmove") + calls("lpop") <= before);
	}

	@Test
	void aQueueOfPausedWorkersIsPolled() throws InterruptedException {
		start(1);
		awaitWaiting(1);
		this.redis.opsForValue().set("resque:pause-all-workers", "true");
		long blmove = calls("blmove");
		long evalsha = calls("evalsha");
		this.redis.opsForList().rightPush("resque:queue:a", NOTE);
		await().during(Duration.ofSeconds(2))
			.atMost(Duration.ofSeconds(10))
			.until(() -> calls("blmove") == blmove && calls("evalsha") - evalsha < 100);
		assertThat(this.performed).isEmpty();
		this.redis.delete("resque:pause-all-workers");
		assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo("note");
		awaitWaiting(1);
	}

	@Test
	void aQueueOfTheWrongTypeIsPolledAndTheOthersAreWaitedFor() throws InterruptedException {
		this.redis.opsForValue().set("resque:queue:wrong", "no list");
		this.workers.pool(2, 0, "wrong", "a").pollInterval(Duration.ofMillis(100));
		long blmove = calls("blmove");
		long evalsha = calls("evalsha");
		start(1);
		awaitWaiting(1);
		await().during(Duration.ofSeconds(3))
			.atMost(Duration.ofSeconds(10))
			.until(() -> calls("blmove") - blmove < 10 && calls("evalsha") - evalsha < 150);
		this.redis.opsForList().rightPush("resque:queue:a", NOTE);
		assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo("note");
		this.redis.delete("resque:queue:wrong");
		this.redis.opsForList().rightPush("resque:queue:wrong", NOTE);
		assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo("note");
		assertThat(this.workers.events().of(WorkerEvent.Doubtful.class)).isEmpty();
	}

	@Test
	void aSuspectThatHasToWaitIsNotAskedForAgainAndAgain() throws InterruptedException {
		for (String job : List.of(WAIT, NOTE)) {
			this.redis.opsForZSet().add("resque:spring:suspects", sha1(job), 9e15);
		}
		start(1);
		awaitWaiting(1);
		long blmove = calls("blmove");
		long evalsha = calls("evalsha");
		this.redis.opsForList().rightPushAll("resque:queue:a", WAIT, NOTE);
		assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo("wait");
		assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("note");
		assertThat(calls("blmove") - blmove).isLessThan(15);
		assertThat(calls("evalsha") - evalsha).isLessThan(100);
	}

	@Test
	void aSuspectDoesNotWaitForThePollIntervalWhenItMayStart() throws InterruptedException {
		this.workers.pollInterval(Duration.ofMinutes(1));
		for (String job : List.of(WAIT, NOTE)) {
			this.redis.opsForZSet().add("resque:spring:suspects", sha1(job), 9e15);
		}
		start(1);
		awaitWaiting(1);
		this.redis.opsForList().rightPushAll("resque:queue:a", WAIT, NOTE);
		assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo("wait");
		assertThat(this.performed.poll(10, TimeUnit.SECONDS)).isEqualTo("note");
	}

	@Test
	void aJobNowAndThenCostsOneFetchAndOneWait() throws InterruptedException {
		this.workers.pool(8, 0, "a").pollInterval(Duration.ofMinutes(1));
		start(1);
		awaitWaiting(1);
		int jobs = 20;
		long[] before = { calls("blmove"), calls("lpop") };
		for (int i = 0; i < jobs; i++) {
			this.redis.opsForList().rightPush("resque:queue:a", NOTE);
			assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo("note");
			awaitWaiting(1);
		}
		assertThat(calls("blmove") - before[0]).isBetween((long) jobs, jobs + 3L);
		assertThat(calls("lpop") - before[1]).isBetween((long) jobs, jobs + 3L);
	}

	@Test
	void manyIdleProcessesWakeForAJobAndThenWaitAgain() throws InterruptedException {
		int processes = 8;
		start(processes);
		awaitWaiting(processes);
		long blmove = calls("blmove");
		int jobs = 25;
		for (int i = 0; i < jobs; i++) {
			this.redis.opsForList().rightPush("resque:queue:a", NOTE);
			assertThat(this.performed.poll(5, TimeUnit.SECONDS)).isEqualTo("note");
			awaitWaiting(processes);
		}
		assertThat(calls("blmove") - blmove).isLessThan(3L * processes * jobs);
		long after = calls("blmove");
		long fetches = calls("lpop");
		await().during(Duration.ofSeconds(1)).until(() -> calls("blmove") + calls("lpop") <= after + fetches);
		assertThat(this.performed).isEmpty();
	}

	private void start(int processes) {
		for (int i = 0; i < processes; i++) {
			WorkerContainer container = this.workers.pid(i + 1).container();
			this.containers.add(container);
			container.start();
		}
	}

	private void awaitWaiting(int connections) {
		await().atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.redis.getClientList()
				.stream()
				.filter((client) -> "resque-wait".equals(client.getName()) && client.get("flags").contains("b"))
				.count() == connections);
	}

	private long calls(String command) {
		Properties stats = this.redis
			.execute((RedisCallback<Properties>) (connection) -> connection.serverCommands().info("commandstats"));
		String line = (stats != null) ? stats.getProperty("cmdstat_" + command) : null;
		return (line != null) ? Long.parseLong(line.replaceAll("calls=(\\d+).*", "$1")) : 0;
	}

	private static String sha1(String payload) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(payload.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
