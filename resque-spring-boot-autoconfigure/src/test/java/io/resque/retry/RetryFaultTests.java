package io.resque.retry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.JobMethod;
import io.resque.event.JobEvent;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What goes wrong around a run that wants to run again costs neither the job nor others.
 */
@ExtendWith(RedisServerExtension.class)
class RetryFaultTests {

	private static final String IDENTITY = "Flaky:356a192b7913b04c54574d18c28d46e6395428ab";

	private static final JobRetrySettings.Failures ALL = new JobRetrySettings.Failures(null, null, null);

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	private @Nullable WorkerContainer container;

	RetryFaultTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque")).pool(1, 10, "low");
	}

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void aRunThatSaysTooMuchFailsAndTheOthersAreAcknowledged() {
		this.workers.job("Flaky", "low", (context) -> {
			for (int i = 0; i < 400_000; i++) {
				context.notes().withAcknowledgement("INCR", "n");
			}
		})
			.job("Select", "low", (context) -> context.notes().withAcknowledgement("select", "1"))
			.job("Note", "low", (context) -> {
			});
		start("Flaky", "Select", "Note");
		await().until(() -> "3".equals(this.redis.opsForValue().get("resque:stat:processed")));
		assertThat(failed()).hasSize(2).allMatch((entry) -> entry.contains("IllegalArgumentException"));
		assertThat(this.redis.hasKey("n")).isFalse();
	}

	@Test
	void jobsThatHaveMoreToTellAreAcknowledgedTogetherWithTheOthers() {
		this.workers.job("Flaky", "low", (context) -> context.notes().withAcknowledgement("INCR", "n"))
			.job("Note", "low", (context) -> {
			});
		String[] names = IntStream.range(0, 4000)
			.mapToObj((i) -> (i % 2 == 0) ? "Flaky" : "Note")
			.toArray(String[]::new);
		CommandCount count = CommandCount.of(this.server);
		start(names);
		await().atMost(Duration.ofSeconds(20))
			.until(() -> "4000".equals(this.redis.opsForValue().get("resque:stat:processed")));
		assertThat(this.redis.opsForValue().get("n")).isEqualTo("2000");
		assertThat(count.byName().get("evalsha")).as("alternating they would be a call each").isLessThan(2500);
	}

	@Test
	void anOutageThatOutlastsTheLeaseCostsNoRetry() throws Exception {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			CountDownLatch running = new CountDownLatch(1);
			TestWorkers outage = new TestWorkers(connections.resque()).pool(1, 0, "low")
				.lease(Duration.ofSeconds(1))
				.hooks(killing(own))
				.job("Flaky", "low", (context) -> {
					running.countDown();
					throw new IllegalStateException("flaky");
				});
			outage.retry("Flaky", 5, Duration.ofMinutes(1));
			own.template().opsForList().rightPush("resque:queue:low", payload("Flaky"));
			WorkerContainer container = outage.container();
			container.start();
			assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
			TimeUnit.MILLISECONDS.sleep(2500);
			own.restart();
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(
						() -> assertThat(own.template().opsForZSet().size("resque:delayed_queue_schedule")).isOne());
			assertThat(own.template().hasKey("resque:failed")).isFalse();
			container.stop();
		}
	}

	private static JobHooks killing(OwnRedis own) {
		return new JobHooks() {

			@Override
			public void beforePerform(JobContext context) {
				if (!context.possibleRerun()) {
					own.kill();
				}
			}

		};
	}

	@Test
	void aJobThatIgnoresItsTimeoutAfterASnoozeHasFailedAndDoesNotRunAgain() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		List<Integer> runs = new CopyOnWriteArrayList<>();
		this.workers.termTimeout(Duration.ofMillis(200)).job("Flaky", "low", Duration.ofMillis(200), (context) -> {
			runs.add(1);
			context.snooze(Duration.ZERO);
			context.notes().withAcknowledgement("INCR", "wrongly");
			while (!awaited(end)) {
				context.notes().withAcknowledgement("INCR", "wrongly");
				context.snooze(Duration.ZERO);
			}
		});
		start("Flaky");
		await().until(() -> failed().size() == 1);
		end.countDown();
		this.container.stop();
		assertThat(runs).hasSize(1);
		assertThat(this.redis.hasKey("wrongly")).isFalse();
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	/** Ignores its interrupt, as such jobs do. */
	private static boolean awaited(CountDownLatch end) {
		try {
			return end.await(20, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	@Test
	void whereTheNamesOfQueuesAreNoSetARetryIsCountedAllTheSame() {
		this.redis.opsForValue().set("resque:queues", "no set");
		List<Integer> attempts = new CopyOnWriteArrayList<>();
		this.workers.job("Flaky", "low", (context) -> {
			attempts.add(context.attempt());
			throw new IllegalStateException("flaky");
		});
		start(TestWorkers.retrySettings(2), "Flaky");
		await().until(() -> failed().size() == 1);
		assertThat(attempts).containsExactly(1, 2, 3);
	}

	@Test
	void anErrorAtTheVeryEndTakesBackWhatTheRunHasSaid() {
		this.workers.hooks(new JobHooks() {

			@Override
			public void always(JobContext context, @Nullable Throwable failure) {
				throw new IllegalStateException("always");
			}

		}).job("Flaky", "low", (context) -> {
			context.snooze(Duration.ZERO);
			context.notes().withAcknowledgement("INCR", "wrongly");
		});
		start("Flaky");
		await().until(() -> failed().size() == 1);
		this.container.stop();
		assertThat(this.redis.hasKey("wrongly")).isFalse();
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	@Test
	void failuresOfASeriesThatRubyEndedDoNotCount() {
		this.redis.opsForValue()
			.set("resque:spring:retry:" + IDENTITY,
					"{\"first\":1000,\"failures\":[{\"at\":1000,\"exception\":\"E\",\"error\":\"old\"}]}");
		List<Integer> known = new CopyOnWriteArrayList<>();
		this.workers.job("Flaky", "low", (context) -> {
			known.add(context.earlierFailures().size());
			throw new IllegalStateException("flaky");
		});
		start(new JobRetrySettings(2, List.of(), null, null, null, Duration.ofHours(1), null, ALL), "Flaky");
		await().until(() -> failed().size() == 1);
		assertThat(known).containsExactly(0, 1, 2);
	}

	@Test
	void aPolicyThatThrowsAndADelayOfAnEternityCostNoRetry() {
		class Eternity extends RuntimeException implements RetryAfter {

			@Override
			public Duration retryAfter() {
				return Duration.ofSeconds(Long.MAX_VALUE);
			}

		}
		this.workers.job("Flaky", "low", new Clumsy(new IllegalStateException("flaky")))
			.job("Late", "low", new Clumsy(new Eternity()));
		this.workers.retries(new RetrySettings(false, Duration.ofDays(30), 10,
				Map.of("Flaky", TestWorkers.retrySettings(1, Duration.ofHours(1)), "Late",
						TestWorkers.retrySettings(1, Duration.ofHours(1)))));
		start("Flaky", "Late");
		await().until(() -> this.workers.events().of(JobEvent.RunsAgain.class).size() == 2);
		assertThat(this.redis.opsForZSet().size("resque:delayed_queue_schedule")).isEqualTo(2);
		assertThat(this.redis.keys("resque:resque-retry:*")).as("counted, too").hasSize(2);
		assertThat(this.workers.events().of(JobEvent.RunsAgain.class))
			.extracting((event) -> event.failure().getMessage())
			.allMatch((message) -> message.contains("policy"));
		assertThat(failed()).isEmpty();
	}

	private void start(JobRetrySettings settings, String name) {
		this.workers.retries(new RetrySettings(false, Duration.ofDays(30), 10, Map.of(name, settings)));
		start(name);
	}

	private void start(String... names) {
		this.redis.opsForList()
			.rightPushAll("resque:queue:low", List.of(names).stream().map(RetryFaultTests::payload).toList());
		this.container = this.workers.container();
		this.container.start();
	}

	private static String payload(String name) {
		return "{\"class\":\"" + name + "\",\"args\":[1]}";
	}

	private List<String> failed() {
		List<String> failed = this.redis.opsForList().range("resque:failed", 0, -1);
		return (failed != null) ? failed : List.of();
	}

	private record Clumsy(RuntimeException failure) implements JobMethod, RetryPolicy {

		@Override
		public void invoke(JobContext context) {
			throw this.failure;
		}

		@Override
		public Object bean() {
			return this;
		}

		@Override
		public List<Object> retryArgs(JobContext context, Throwable failure) {
			throw new IllegalStateException("policy broke");
		}

	}

}
