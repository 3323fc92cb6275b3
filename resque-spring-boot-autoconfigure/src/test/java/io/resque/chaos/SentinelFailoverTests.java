package io.resque.chaos;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.chaos.LogLine.What;
import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.OwnRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master that dies while its replica is behind, and Sentinels that promote the replica.
 */
@Tag("chaos")
class SentinelFailoverTests {

	@Test
	void everythingGoesOnAtTheNewMasterAndOnlyWhatWasNotReplicatedIsLost() throws Exception {
		try (OwnRedis master = OwnRedis.start();
				CuttingProxy replication = new CuttingProxy("127.0.0.1", master.port());
				OwnRedis replica = OwnRedis.start("--replicaof", "127.0.0.1 " + replication.port())) {
			List<OwnRedis> sentinels = IntStream.range(0, 3)
				.mapToObj((i) -> OwnRedis.startSentinel(master.port()))
				.toList();
			try (Arena arena = Arena.open("sentinel", url(sentinels), url(sentinels), 1)) {
				TimeUnit.SECONDS.sleep(8);
				replication.refuse(true);
				TimeUnit.MILLISECONDS.sleep(300);
				master.kill();
				arena.log().note(What.REDIS_DOWN, LogLine.NONE);
				TimeUnit.SECONDS.sleep(20);
				assertThat(port(arena.redis())).isEqualTo(replica.port());
				Verdict verdict = arena.finish();
				System.out.println("Failover: " + verdict);
			}
			finally {
				sentinels.forEach(OwnRedis::close);
			}
		}
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
