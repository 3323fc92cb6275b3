package io.resque.chaos;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.chaos.LogLine.What;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.TestConnections;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master that dies while its replica is behind, and Sentinels that promote the replica.
 */
@Tag("chaos")
class SentinelFailoverTests {

	@Test
	void everythingGoesOnAtTheNewMasterAndOnlyWhatWasNotReplicatedIsLost() throws Exception {
		try (OwnRedis master = OwnRedis.start();
				OwnRedis replica = OwnRedis.start("--replicaof", "127.0.0.1", Integer.toString(master.port()));
				TestConnections toReplica = TestConnections.to(replica.url())) {
			List<OwnRedis> sentinels = IntStream.range(0, 3)
				.mapToObj((i) -> OwnRedis.startSentinel(master.port()))
				.toList();
			try (Arena arena = Arena.open("sentinel", url(sentinels), url(sentinels), 1)) {
				TimeUnit.SECONDS.sleep(8);
				failOver(arena, master, toReplica.patient());
				TimeUnit.SECONDS.sleep(15);
				assertThat(port(arena.redis())).isEqualTo(replica.port());
				Verdict verdict = arena.finish();
				Duration standstill = standstill(RunLog.read(arena.directory()));
				System.out.println("Failover, work went on after " + standstill + ": " + verdict);
				assertThat(verdict.problems()).as(arena.directory().toString()).isEmpty();
				assertThat(verdict.jobs().lost()).isPositive();
				assertThat(verdict.doubles().explanations()).containsKey("failover");
				assertThat(standstill).isLessThan(Duration.ofSeconds(15));
			}
			finally {
				sentinels.forEach(OwnRedis::close);
			}
		}
	}

	/** The replica misses jobs, and the acknowledgements of others. */
	private static void failOver(Arena arena, OwnRedis master, StringRedisTemplate replica)
			throws InterruptedException {
		arena.burst(new ChaosJobs.Kind(ChaosJobs.WORK, 400), 12);
		TimeUnit.MILLISECONDS.sleep(200);
		arena.log().note(What.REPLICA_BEHIND, LogLine.NONE);
		fallBehind(replica);
		TimeUnit.MILLISECONDS.sleep(300);
		IntStream.range(0, Arena.WORKERS).forEach(arena.workers()::pause);
		TimeUnit.MILLISECONDS.sleep(300);
		master.kill();
		arena.log().note(What.REDIS_DOWN, LogLine.NONE);
		IntStream.range(0, Arena.WORKERS).forEach(arena.workers()::resume);
	}

	/** The replica follows somebody who does not exist. */
	private static void fallBehind(StringRedisTemplate replica) {
		replica.execute((RedisCallback<?>) (connection) -> {
			connection.serverCommands().replicaOf("127.0.0.1", 1);
			return null;
		});
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

	private static String url(List<OwnRedis> sentinels) {
		return "redis-sentinel://"
				+ sentinels.stream().map((sentinel) -> "127.0.0.1:" + sentinel.port()).collect(Collectors.joining(","))
				+ "#mymaster";
	}

}
