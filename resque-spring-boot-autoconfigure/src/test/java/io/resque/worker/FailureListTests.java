package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.event.FailureEvent;
import io.resque.event.WorkerEvent;
import io.resque.failure.Failures;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which list the failures of workers go to, and what is left when there is none.
 */
@ExtendWith(RedisServerExtension.class)
class FailureListTests {

	private static final String BAD = "{\"class\":\"Bad\",\"args\":[1]}";

	private static final String ONCE = "{\"class\":\"Once\",\"args\":[2]}";

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	private final Failures failures;

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private WorkerContainer container;

	FailureListTests(RedisServer server) {
		this.redis = server.template();
		this.failures = new Failures(new FailureStore(server.redis("resque")), new ServerStore(server.redis("resque")),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)));
		this.workers = new TestWorkers(server.redis("resque")).pool(1, 0, "high", "low")
			.shutdownTimeout(Duration.ZERO)
			.job("Bad", "low", (context) -> {
				throw new IllegalStateException("Bad job!");
			})
			.jobThatRunsOnce("Once", "low", this::hang);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void eachQueueHasItsOwn() {
		this.workers.failures("redis-multi-queue");
		push("low", BAD, "no job");
		push("high", BAD);
		start();
		await().until(() -> "3".equals(processed()));
		assertThat(list("low_failed")).hasSize(2).first().asString().contains("Bad job!", "\"queue\":\"low\"");
		assertThat(list("low_failed").get(1)).contains("raw_payload");
		assertThat(list("high_failed")).singleElement().asString().contains("\"queue\":\"high\"");
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsOnly("low_failed", "high_failed");
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
		assertThat(this.redis.opsForValue().get("resque:stat:failed")).isEqualTo("3");
	}

	@Test
	void aJobThatIsStoppedForGoodIsInThatOfItsQueue() throws InterruptedException {
		this.workers.failures("redis-multi-queue");
		push("low", ONCE);
		start();
		this.running.await();
		this.container.stop();
		assertThat(list("low_failed")).singleElement().asString().contains("Job still being processed");
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsOnly("low_failed");
	}

	@Test
	void withTheLogAloneNothingIsInRedisButTheCounters() {
		this.workers.failures("log");
		push("low", BAD, "no job");
		start();
		await().until(() -> "2".equals(processed()));
		this.container.stop();
		assertThat(this.redis.opsForValue().get("resque:stat:failed")).isEqualTo("2");
		assertThat(this.redis.keys("resque:*failed*")).containsOnly("resque:stat:failed");
		assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
		assertThat(this.workers.events().of(FailureEvent.Logged.class)).hasSize(2)
			.first()
			.satisfies((event) -> assertThat(event.entry()).contains("\"payload\":" + BAD, "Bad job!"));
	}

	@Test
	void withSeveralBackendsRetriesAndRemovalsGoThrough() {
		this.workers.failures("log", "redis-multi-queue");
		push("low", BAD, BAD);
		push("high", BAD);
		start();
		await().until(() -> "3".equals(processed()));
		this.container.stop();
		assertThat(this.workers.events().of(FailureEvent.Logged.class)).hasSize(3);
		assertThat(this.failures.requeueQueue("low")).isEqualTo(2);
		assertThat(this.failures.requeueAll()).isOne();
		assertThat(list("queue:low")).containsExactly(BAD, BAD);
		assertThat(list("queue:high")).containsExactly(BAD);
		assertThat(this.failures.remove(this.failures.newest(0, 1).get(0))).isTrue();
		assertThat(this.failures.clearRetried()).isEqualTo(2);
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void whatCannotBeRecordedStaysInFlightAndIsRecordedOnceWhenItCan() {
		this.workers.failures("redis-multi-queue");
		this.redis.opsForValue().set("resque:failed_queues", "no set");
		push("low", BAD);
		start();
		await().until(() -> !this.workers.events().of(WorkerEvent.QueueUnreadable.class).isEmpty());
		assertThat(this.redis.keys("resque:spring:inflight:*")).hasSize(1);
		assertThat(list("low_failed")).isEmpty();
		this.redis.delete("resque:failed_queues");
		await().until(() -> "1".equals(processed()));
		assertThat(list("low_failed")).hasSize(1);
		assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
	}

	@Test
	void errorsOfAFailureHookAndABackendWhileUnregisteringAreToldAndTheWorkerIsUnregistered()
			throws InterruptedException {
		this.workers.failures((failure) -> {
			throw new IllegalStateException("backend down");
		}).hooks(new JobHooks() {
			@Override
			public void onFailure(JobContext context, Throwable failure) {
				throw new IllegalStateException("hook down");
			}
		});
		push("low", ONCE);
		start();
		this.running.await();
		this.container.stop();
		assertThat(this.redis.opsForSet().members("resque:workers")).isEmpty();
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(list("failed")).singleElement().asString().contains("\"payload\":" + ONCE);
		assertThat(this.workers.events().of(FailureEvent.NotSaved.class)).isNotEmpty();
		assertThat(this.workers.events().of(WorkerEvent.Stopped.class)).containsExactly(new WorkerEvent.Stopped(true));
	}

	private void hang(JobContext context) throws InterruptedException {
		this.running.countDown();
		this.release.await();
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private void push(String queue, String... payloads) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPushAll("resque:queue:" + queue, payloads);
	}

	private String processed() {
		return this.redis.opsForValue().get("resque:stat:processed");
	}

	private List<String> list(String key) {
		return this.redis.opsForList().range("resque:" + key, 0, -1);
	}

}
