package io.resque.worker;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

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

	/** A script that Redis has forgotten is sent again, behind all other calls. */
	@ParameterizedTest
	@ValueSource(strings = { "", "SCRIPT FLUSH\r\n" })
	void aJobThatArrivesAfterTheLastCallIsNotStartedAndGoesBack(String before) throws IOException {
		AtomicInteger performed = new AtomicInteger();
		try (OwnRedis server = OwnRedis.start()) {
			LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", server.port());
			application.afterPropertiesSet();
			application.start();
			LettuceConnectionFactory connections = ResqueConnections.like(application, Duration.ofSeconds(10));
			connections.afterPropertiesSet();
			connections.start();
			StringRedisTemplate redis = new StringRedisTemplate(application);
			WorkerContainer container = new TestWorkers(new ResqueRedis(connections, new Keyspace("resque")))
				.job("Note", "jobs", (context) -> performed.incrementAndGet())
				.container();
			redis.opsForValue().set("resque:pause-all-workers", "true");
			redis.opsForList().rightPush("resque:queue:jobs", JOB);
			container.start();
			await().until(() -> Long.valueOf(1).equals(redis.opsForSet().size("resque:workers")));
			releaseAndHang(server.port(), before, 5000);
			// Redis cannot be asked whether a fetch has arrived: five polls are enough.
			await().pollDelay(Duration.ofMillis(100)).until(container::isRunning);
			container.stop();
			assertThat(redis.opsForList().range("resque:queue:jobs", 0, -1)).containsExactly(JOB);
			assertThat(performed).hasValue(0);
			assertThat(redis.keys("resque:worker*")).isEmpty();
			connections.destroy();
			application.destroy();
		}
	}

	private static void releaseAndHang(int port, String before, int millis) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			String commands = before + "DEL resque:pause-all-workers\r\nCLIENT PAUSE " + millis + "\r\n";
			socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
			String answers = (before.isEmpty() ? "" : "+OK\r\n") + ":1\r\n+OK\r\n";
			assertThat(socket.getInputStream().readNBytes(answers.length())).asString(StandardCharsets.US_ASCII)
				.isEqualTo(answers);
		}
	}

}
