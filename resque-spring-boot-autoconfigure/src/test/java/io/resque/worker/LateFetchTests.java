package io.resque.worker;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis hangs while the workers stop, and answers a fetch when nobody waits for jobs any
 * more.
 */
class LateFetchTests {

	private static final String JOB = "{\"class\":\"Note\",\"args\":[]}";

	private final AtomicInteger performed = new AtomicInteger();

	private final OwnRedis server = OwnRedis.start();

	private final LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", this.server.port());

	private final LettuceConnectionFactory connections = ResqueConnections.like(this.application,
			Duration.ofSeconds(10));

	private final StringRedisTemplate redis = new StringRedisTemplate(this.application);

	@BeforeEach
	void connect() {
		List.of(this.application, this.connections).forEach((factory) -> {
			factory.afterPropertiesSet();
			factory.start();
		});
		this.redis.afterPropertiesSet();
	}

	@AfterEach
	void close() {
		this.connections.destroy();
		this.application.destroy();
		this.server.close();
	}

	/** A script that Redis has forgotten is sent again, behind all other calls. */
	@ParameterizedTest
	@ValueSource(strings = { "", "SCRIPT FLUSH\r\n" })
	void aJobThatArrivesAfterTheLastCallIsNotStartedAndGoesBack(String before) throws IOException {
		this.redis.opsForValue().set("resque:pause-all-workers", "true");
		this.redis.opsForList().rightPush("resque:queue:jobs", JOB);
		WorkerContainer container = start();
		hang(before + "DEL resque:pause-all-workers\r\n");
		// Redis cannot be asked whether a fetch has arrived: five polls are enough.
		await().pollDelay(Duration.ofMillis(300)).until(container::isRunning);
		stopAndLook(container);
	}

	private WorkerContainer start() {
		WorkerContainer container = new TestWorkers(new ResqueRedis(this.connections, new Keyspace("resque")))
			.job("Note", "jobs", (context) -> this.performed.incrementAndGet())
			.pollInterval(Duration.ofMillis(50))
			.container();
		container.start();
		await().until(() -> Long.valueOf(1).equals(this.redis.opsForSet().size("resque:workers")));
		return container;
	}

	private void stopAndLook(WorkerContainer container) {
		container.stop();
		assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1)).containsExactly(JOB);
		assertThat(this.performed).hasValue(0);
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
	}

	/** Redis carries out these commands, and nothing for five seconds after that. */
	private void hang(String commands) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
			String all = commands + "CLIENT PAUSE 5000\r\n";
			socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
			String answers = all.replaceAll("(SCRIPT|CLIENT).*", "+OK").replaceAll("DEL.*", ":1");
			assertThat(socket.getInputStream().readNBytes(answers.length())).asString(StandardCharsets.US_ASCII)
				.isEqualTo(answers);
		}
	}

}
