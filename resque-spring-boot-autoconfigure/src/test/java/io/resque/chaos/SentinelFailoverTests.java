package io.resque.chaos;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.chaos.LogLine.What;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A master that dies while its replica is behind, and Sentinels that promote the replica.
 */
@Tag("chaos")
class SentinelFailoverTests {

	@Test
	void everythingGoesOnAtTheNewMasterAndOnlyWhatWasNotReplicatedIsLost() throws Exception {
		try (SentinelSetup servers = new SentinelSetup();
				Arena arena = Arena.open("sentinel", servers.url(), servers.url(), 1)) {
			TimeUnit.SECONDS.sleep(8);
			failOver(arena, servers);
			TimeUnit.SECONDS.sleep(15);
			assertThat(port(arena.redis())).isEqualTo(servers.replicaPort());
			Verdict verdict = arena.finish();
			Duration standstill = standstill(RunLog.read(arena.directory()));
			System.out.println("Failover, work went on after " + standstill + ": " + verdict);
			assertThat(verdict.problems()).as(arena.directory().toString()).isEmpty();
			assertThat(verdict.jobs().lost()).isPositive();
			assertThat(verdict.doubles().explanations()).containsKey("failover");
			assertThat(standstill).isLessThan(Duration.ofSeconds(15));
		}
	}

	/** Polling would start the job a minute later. */
	@Test
	void idleWorkersWaitForJobsAtTheNewMaster() throws Exception {
		BlockingQueue<Object> performed = new LinkedBlockingQueue<>();
		try (SentinelSetup servers = new SentinelSetup();
				TestConnections connections = TestConnections.to(servers.url())) {
			WorkerContainer container = new TestWorkers(connections.resque()).pool(2, 0, "q")
				.pollInterval(Duration.ofMinutes(1))
				.job("Note", "q", (context) -> performed.add(context.job().args().get(0)))
				.container();
			container.start();
			try {
				connections.patient().opsForList().rightPush("resque:queue:q", "{\"class\":\"Note\",\"args\":[1]}");
				assertThat(performed.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
				await().until(() -> waiting(connections.patient()) == 1);
				servers.killMaster();
				await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(servers::failedOver);
				await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> waiting(servers.replica()) == 1);
				// Not the look that ends an outage: the workers have been waiting for a
				// while.
				await().during(Duration.ofSeconds(2))
					.atMost(Duration.ofSeconds(10))
					.until(() -> waiting(servers.replica()) == 1);
				servers.replica().opsForList().rightPush("resque:queue:q", "{\"class\":\"Note\",\"args\":[2]}");
				assertThat(performed.poll(1, TimeUnit.SECONDS)).isEqualTo(2);
			}
			finally {
				container.stop();
			}
		}
	}

	/** How many connections wait in {@code BLMOVE}. */
	private static long waiting(StringRedisTemplate redis) {
		return redis.getClientList()
			.stream()
			.filter((client) -> client.getName().endsWith("-wait") && "blmove".equals(client.get("cmd")))
			.count();
	}

	/** The replica misses jobs, and the acknowledgements of others. */
	private static void failOver(Arena arena, SentinelSetup servers) throws InterruptedException {
		arena.burst(new ChaosJobs.Kind(ChaosJobs.WORK, 400), 12);
		TimeUnit.MILLISECONDS.sleep(200);
		arena.log().note(What.REPLICA_BEHIND, LogLine.NONE);
		servers.fallBehind();
		TimeUnit.MILLISECONDS.sleep(300);
		IntStream.range(0, Arena.WORKERS).forEach(arena.workers()::pause);
		TimeUnit.MILLISECONDS.sleep(300);
		servers.killMaster();
		arena.log().note(What.REDIS_DOWN, LogLine.NONE);
		IntStream.range(0, Arena.WORKERS).forEach(arena.workers()::resume);
		await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(servers::failedOver);
		arena.log().note(What.REDIS_UP, LogLine.NONE);
	}

	/** From the end of the old master to the first start of a job of the new one. */
	private static Duration standstill(List<LogLine> log) {
		long down = log.stream().filter((line) -> line.what() == What.REDIS_DOWN).findFirst().orElseThrow().micros();
		return JobHistory.of(log)
			.values()
			.stream()
			.filter((job) -> job.is(What.ACCEPTED) && job.enqueuedAt() > down)
			.flatMap((job) -> job.starts().stream())
			.map((start) -> Duration.of(start.micros() - down, ChronoUnit.MICROS))
			.min(Comparator.naturalOrder())
			.orElseThrow();
	}

	/** Port of the present master. */
	private static int port(StringRedisTemplate redis) {
		return Integer.parseInt(redis.execute((RedisCallback<String>) (
				connection) -> connection.serverCommands().info("server").getProperty("tcp_port")));
	}

}
