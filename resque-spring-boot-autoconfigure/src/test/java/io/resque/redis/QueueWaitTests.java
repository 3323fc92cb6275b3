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

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class QueueWaitTests {

	private final StringRedisTemplate redis;

	private final QueueStore queues;

	QueueWaitTests(RedisServer server) {
		this.redis = server.template();
		this.queues = new QueueStore(server.redis("resque"));
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
