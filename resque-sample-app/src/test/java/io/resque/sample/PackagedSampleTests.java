package io.resque.sample;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.resque.sample.embedded.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The executable jar, started as a worker of Ruby's Resque is. Runs when the jar is made.
 */
@Tag("packaged")
class PackagedSampleTests {

	/** Takes some seconds to be compressed, and no space on the disk. */
	private static final long LARGE = 400L * 1024 * 1024;

	private static final Duration LONG = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	private Path pidFile;

	private Path log;

	private EmbeddedRedis server;

	private RedisClient client;

	@BeforeEach
	void connect() {
		this.pidFile = this.directory.resolve("resque.pid");
		this.log = this.directory.resolve("log");
		this.server = EmbeddedRedis.join(this.directory.resolve("redis"));
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", this.server.port()));
	}

	@AfterEach
	void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		this.server.close();
	}

	@Test
	void terminatedWhileAChildMakesAnArchiveItEndsInOrderAndTheJobIsDoneOrWaits() throws Exception {
		Process worker = start();
		try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
			RedisCommands<String, String> redis = connection.sync();
			makeRepository(44);
			redis.rpush("resque:queue:file_serve", "{\"class\":\"Archive\",\"args\":[44,\"main\"]}");
			await().atMost(LONG).until(() -> archives(".44-main-") == 1);
			assertThat(this.pidFile).hasContent(Long.toString(worker.pid()));
			assertThat(worker.children()).as("children that perform jobs").isNotEmpty();
			worker.destroy();
			assertThat(worker.waitFor(40, TimeUnit.SECONDS)).as("it ends").isTrue();
			assertThat(archives("44-main") + redis.llen("resque:queue:file_serve")).isEqualTo(1);
			assertThat(redis.keys("resque:worker*")).isEmpty();
			assertThat(redis.llen("resque:failed")).isZero();
		}
		finally {
			worker.destroyForcibly();
		}
		assertThat(this.pidFile).doesNotExist();
		assertThat(Files.readString(this.log)).contains("Workers stopped")
			.containsOnlyOnce("Classic start-up: ")
			.doesNotContain("Tomcat");
	}

	private Process start() throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-jar", jar().toString(),
				"--spring.data.redis.url=redis://127.0.0.1:" + this.server.port(),
				"--sample.data-dir=" + this.directory, "--resque.child.archive.enabled=false");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.log.toFile());
		builder.environment()
			.putAll(Map.of("QUEUE", "file_serve", "FORK_PER_JOB", "true", "PIDFILE", this.pidFile.toString()));
		return builder.start();
	}

	private void makeRepository(long id) throws IOException {
		Path repository = Files.createDirectories(this.directory.resolve("repositories").resolve(Long.toString(id)));
		try (RandomAccessFile file = new RandomAccessFile(repository.resolve("large").toFile(), "rw")) {
			file.setLength(LARGE);
		}
	}

	private long archives(String prefix) throws IOException {
		Path archives = this.directory.resolve("archives");
		if (!Files.exists(archives)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(archives)) {
			return files.filter((file) -> file.getFileName().toString().startsWith(prefix)).count();
		}
	}

	private static Path jar() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files
				.filter((file) -> file.getFileName().toString().matches("resque-sample-app-[^-]+(-SNAPSHOT)?\\.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("The jar is not made yet: use mvn verify"));
		}
	}

}
