package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.InFlightStore.Fetch;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.SilentProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class QueueWaitTests {

	private static final FetchLimit LIMIT = new FetchLimit(10, 1000, false);

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	private final int port;

	private final QueueStore queues;

	QueueWaitTests(RedisServer server) {
		this.redis = server.template();
		this.resque = server.redis("resque");
		this.queues = new QueueStore(this.resque);
		this.port = server.port();
	}

	@Test
	void aPushWakesEverybodyAndChangesNothing() throws Exception {
		try (QueueWait one = this.queues.waitFor("q"); QueueWait other = this.queues.waitFor("q")) {
			List<CompletableFuture<Boolean>> answers = Stream.of(one, other)
				.map((wait) -> wait.forJob(Duration.ofSeconds(20)).toCompletableFuture())
				.toList();
			this.queues.push("q", List.of(bytes("first"), bytes("second"), bytes("third")));
			for (CompletableFuture<Boolean> answer : answers) {
				assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1)).containsExactly("first", "second",
					"third");
		}
	}

	@Test
	void whatIsThereEndsItAtOnceAndNothingAfterTheTime() throws Exception {
		try (QueueWait wait = this.queues.waitFor("q")) {
			assertThat(wait.forJob(Duration.ofMillis(20)).toCompletableFuture().get(10, TimeUnit.SECONDS)).isFalse();
			this.redis.opsForList().rightPush("resque:queue:q", "job");
			assertThat(wait.forJob(Duration.ofSeconds(20)).toCompletableFuture().get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void aKeyOfAnotherTypeIsAnErrorAndTheNextCallWorksAgain() throws Exception {
		try (QueueWait wait = this.queues.waitFor("q")) {
			this.redis.opsForValue().set("resque:queue:q", "no list");
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> wait.forJob(Duration.ofSeconds(20)).toCompletableFuture().get(10, TimeUnit.SECONDS))
				.withCauseInstanceOf(RedisCallException.class)
				.matches((ex) -> ((RedisCallException) ex.getCause()).isWrongType());
			this.redis.delete("resque:queue:q");
			this.redis.opsForList().rightPush("resque:queue:q", "job");
			assertThat(wait.forJob(Duration.ofSeconds(20)).toCompletableFuture().get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void aFetchOverItIsAnsweredAndAfterOneThatFailsItConnectsAnew() throws Exception {
		InFlightStore inFlight = new InFlightStore(this.resque);
		this.redis.opsForZSet().add("resque:spring:leases", "me", 9e15);
		this.queues.push("q", List.of(bytes("job")));
		try (QueueWait wait = this.queues.waitFor("q")) {
			assertThat(wait.forJob(Duration.ofSeconds(20)).toCompletableFuture().get(10, TimeUnit.SECONDS)).isTrue();
			this.redis.execute((RedisCallback<?>) (connection) -> {
				connection.scriptingCommands().scriptFlush();
				return null;
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> fetch(inFlight, wait))
				.withCauseInstanceOf(RedisCallException.class)
				.matches((ex) -> ((RedisCallException) ex.getCause()).outcome() == RedisCallException.Outcome.REFUSED);
			assertThat(wait.isConnected()).isFalse();
			inFlight.fetch("me", "1-1", List.of("other"), LIMIT);
			assertThat(wait.forJob(Duration.ofSeconds(20)).toCompletableFuture().get(10, TimeUnit.SECONDS)).isTrue();
			assertThat(fetch(inFlight, wait).jobs()).singleElement()
				.satisfies((job) -> assertThat(job.payload()).isEqualTo(bytes("job")));
		}
	}

	@Test
	void aFetchOverItIsNotWaitedForAsLongAsAJob() throws Exception {
		try (SilentProxy proxy = new SilentProxy(this.port)) {
			LettuceConnectionFactory connections = ResqueConnections
				.like(new LettuceConnectionFactory("127.0.0.1", proxy.port()), Duration.ofSeconds(1));
			connections.afterPropertiesSet();
			connections.start();
			ResqueRedis silent = new ResqueRedis(connections, new Keyspace("resque"));
			try (QueueWait wait = new QueueStore(silent).waitFor("q")) {
				this.queues.push("q", List.of(bytes("job")));
				assertThat(wait.forJob(Duration.ofSeconds(20)).toCompletableFuture().get(10, TimeUnit.SECONDS))
					.isTrue();
				proxy.silence();
				assertThatExceptionOfType(ExecutionException.class)
					.isThrownBy(() -> fetch(new InFlightStore(silent), wait))
					.withCauseInstanceOf(RedisCallException.class)
					.matches((ex) -> ((RedisCallException) ex.getCause())
						.outcome() == RedisCallException.Outcome.UNKNOWN);
				assertThat(wait.isConnected()).isFalse();
			}
			connections.destroy();
		}
	}

	@Test
	void aFetchOverAConnectionThatIsClosedWasNotSent() {
		QueueWait wait = this.queues.waitFor("q");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> fetch(new InFlightStore(this.resque), wait))
			.withCauseInstanceOf(RedisCallException.class)
			.matches((ex) -> ((RedisCallException) ex.getCause()).outcome() == RedisCallException.Outcome.NOT_SENT);
	}

	private static Fetch fetch(InFlightStore inFlight, QueueWait wait) throws Exception {
		return inFlight.fetch(wait, "me", "1-1", List.of("q"), LIMIT).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	@Test
	void closingEndsIt() {
		QueueWait wait = this.queues.waitFor("q");
		CompletableFuture<Boolean> answer = wait.forJob(Duration.ofSeconds(20)).toCompletableFuture();
		wait.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer.get(10, TimeUnit.SECONDS));
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> wait.forJob(Duration.ofSeconds(20)).toCompletableFuture().get(10, TimeUnit.SECONDS));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
