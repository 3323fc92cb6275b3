package io.resque.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Stops and crashes of the sample as a process, with 20 jobs queued and one running:
 * nothing accepted is lost.
 */
class SampleProcessTests {

	private static final int QUEUED = 20;

	private static final String ONE_AT_A_TIME = "--resque.worker.concurrency=1";

	/** Who is dead is noticed after three seconds, not after fifteen. */
	private static final String SHORT_LEASE = "--resque.worker.recovery.lease=3s";

	private static final String LONG_JOB = "--sample.cache-load-time=10m";

	private static final String SHORT_JOB = "--sample.cache-load-time=1ms";

	@TempDir
	private Path dataDir;

	@TempDir
	private Path logs;

	@AfterEach
	void endServer() throws IOException {
		Path pidFile = this.dataDir.resolve("redis/redis.pid");
		if (Files.exists(pidFile)) {
			ProcessHandle.of(redisPid()).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	@Test
	void interruptedWithJobsQueuedAndOneRunningItDoesThemAllAfterTheNextStart() throws Exception {
		try (SampleProcess first = start("first", LONG_JOB, "--resque.worker.shutdown-timeout=1s")) {
			enqueue(first);
			first.interrupt();
			assertThat(this.dataDir.resolve("redis/redis.pid")).doesNotExist();
		}
		try (SampleProcess second = start("second", SHORT_JOB)) {
			assertThatAllJobsAreDone(second, Duration.ofSeconds(20));
			second.interrupt();
		}
		assertThat(serversStarted()).isEqualTo(2);
	}

	@Test
	void killedWithJobsQueuedAndOneRunningItDoesThemAllAfterTheNextStartAndAnotherOneUsesItsRedis() throws Exception {
		try (SampleProcess first = start("first", LONG_JOB, SHORT_LEASE)) {
			enqueue(first);
			first.kill();
		}
		long redisPid = redisPid();
		try (SampleProcess second = start("second", SHORT_JOB, SHORT_LEASE, "--server.servlet.context-path=/app")) {
			assertThat(redisPid()).isEqualTo(redisPid);
			assertThatAllJobsAreDone(second, Duration.ofSeconds(40));
			try (SampleProcess third = start("third", SHORT_JOB)) {
				assertThatTheyShareTheRedisUntilTheLastHasLeft(second, third);
			}
		}
		assertThat(serversStarted()).isEqualTo(1);
	}

	private void assertThatTheyShareTheRedisUntilTheLastHasLeft(SampleProcess one, SampleProcess other)
			throws Exception {
		assertThat(other.redisPort()).isEqualTo(one.redisPort());
		assertThat(one.get(one.dashboardPath())).isEqualTo(200);
		assertThat(other.get(other.dashboardPath())).isEqualTo(200);
		one.interrupt();
		assertThat(other.post("/archives", "{\"repoId\":1,\"branch\":\"main\"}")).isEqualTo(202);
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.dataDir.resolve("archives/1-main.tar.gz")).exists());
		other.interrupt();
	}

	private SampleProcess start(String name, String... properties) throws IOException {
		String[] all = Stream.concat(Stream.of(ONE_AT_A_TIME), Stream.of(properties)).toArray(String[]::new);
		return SampleProcess.start(this.dataDir, this.logs.resolve(name + ".log"), all);
	}

	private void enqueue(SampleProcess sample) throws Exception {
		assertThat(sample.post("/caches", "{\"keys\":[\"a\",\"b\"]}")).isEqualTo(202);
		await().atMost(Duration.ofSeconds(10)).until(() -> length(sample, "resque:queue:warm_cache").equals("0"));
		for (int id = 1; id <= QUEUED; id++) {
			assertThat(sample.post("/archives", "{\"repoId\":" + id + "}")).isEqualTo(202);
		}
		assertThat(archives()).isZero();
	}

	private void assertThatAllJobsAreDone(SampleProcess sample, Duration atMost) {
		await().atMost(atMost).untilAsserted(() -> {
			assertThat(archives()).isEqualTo(QUEUED);
			assertThat(length(sample, "resque:queue:warm_cache")).isEqualTo("0");
			assertThat(redis(sample, (redis) -> redis.get("resque:stat:processed"))).isEqualTo("" + (QUEUED + 1));
		});
		assertThat(length(sample, "resque:failed")).isEqualTo("0");
	}

	private long archives() throws IOException {
		Path directory = this.dataDir.resolve("archives");
		if (!Files.exists(directory)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(".tar.gz")).count();
		}
	}

	private long redisPid() throws IOException {
		return Long.parseLong(Files.readString(this.dataDir.resolve("redis/redis.pid")).trim());
	}

	private long serversStarted() throws IOException {
		try (Stream<String> lines = Files.lines(this.dataDir.resolve("redis/redis.log"))) {
			return lines.filter((line) -> line.contains("Server initialized")).count();
		}
	}

	private static String length(SampleProcess sample, String list) {
		return redis(sample, (redis) -> Long.toString(redis.llen(list)));
	}

	private static String redis(SampleProcess sample, Function<RedisCommands<String, String>, String> call) {
		RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", sample.redisPort()));
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			return call.apply(connection.sync());
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

}
