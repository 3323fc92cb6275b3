package io.resque.worker;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.NoQueueException;
import io.resque.SkipJobException;
import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What Ruby's own tests pin down of workers (resque/test/worker_test.rb), as far as it
 * applies here.
 */
@ExtendWith(RedisServerExtension.class)
class WorkerBehaviourTests {

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch running = new CountDownLatch(1);

	private WorkerContainer container;

	WorkerBehaviourTests(RedisServer server) {
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque"));
		this.workers.job("Good", "jobs", (context) -> {
		});
		this.workers.job("Bad", "jobs", (context) -> {
			throw new IllegalStateException("Bad job!");
		});
		this.workers.job("Slow", "jobs", (context) -> {
			this.running.countDown();
			this.release.await();
		});
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void failingJobsAreRecordedWithClassAndMessage() {
		push("jobs", "{\"class\":\"Bad\",\"args\":[20,\"x\"]}");
		start();
		await().until(() -> size("failed") == 1);
		assertThat(element("failed"))
			.contains("\"payload\":{\"class\":\"Bad\",\"args\":[20,\"x\"]}",
					"\"exception\":\"java.lang.IllegalStateException\"", "\"error\":\"Bad job!\"", "\"queue\":\"jobs\"")
			.doesNotContain("io.resque.worker.JobExecution");
		assertThat(value("stat:failed")).isEqualTo("1");
		await().untilAsserted(() -> assertThat(value("stat:processed")).isEqualTo("1"));
		assertThat(this.workers.events().of(JobEvent.Failed.class)).hasSize(1);
	}

	@Test
	void successfulJobsAreNotRecordedAsFailures() {
		push("jobs", "{\"class\":\"Good\",\"args\":[]}");
		start();
		await().until(() -> "1".equals(value("stat:processed")));
		assertThat(size("failed")).isZero();
		assertThat(value("stat:failed")).isNull();
	}

	@Test
	void anExceptionInTheFailureBackendDoesNotLeaveTheWorker() {
		this.workers.failures((failure) -> {
			throw new IOException("backend down");
		});
		push("jobs", "{\"class\":\"Bad\",\"args\":[]}", "{\"class\":\"Good\",\"args\":[]}");
		start();
		await().until(() -> "2".equals(value("stat:processed")));
		assertThat(element("failed")).contains("Bad job!");
	}

	@Test
	void aPayloadWithAnUnknownClassIsReportedAsFailure() {
		push("jobs", "{\"class\":\"NoSuchJob\",\"args\":[1]}");
		start();
		await().until(() -> size("failed") == 1);
		assertThat(element("failed")).contains("io.resque.UnknownJobException", "NoSuchJob");
	}

	@Test
	void pausedByTheGlobalKeyNothingIsPerformedUntilItGoes() {
		this.redis.opsForValue().set("resque:pause-all-workers", "TRUE");
		push("jobs", "{\"class\":\"Good\",\"args\":[]}");
		start();
		await().during(java.time.Duration.ofMillis(300)).until(() -> size("queue:jobs") == 1);
		this.redis.delete("resque:pause-all-workers");
		await().until(() -> "1".equals(value("stat:processed")));
	}

	@Test
	void aPauseKeyThatIsNotTruePausesNothing() {
		this.redis.opsForValue().set("resque:pause-all-workers", "no");
		push("jobs", "{\"class\":\"Good\",\"args\":[]}");
		start();
		await().until(() -> "1".equals(value("stat:processed")));
	}

	@Test
	void whileWorkingQueueRunAtAndPayloadAreRecordedAndClearedAfterwards() throws InterruptedException {
		push("jobs", "{\"class\":\"Slow\",\"args\":[7]}");
		start();
		this.running.await();
		String id = workerIds().iterator().next();
		await().until(() -> value("worker:" + id) != null);
		assertThat(value("worker:" + id)).matches(
				"\\{\"queue\":\"jobs\",\"run_at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\",\"payload\":\\{\"class\":\"Slow\",\"args\":\\[7]}}");
		this.release.countDown();
		await().until(() -> value("worker:" + id) == null);
	}

	@Test
	void aShortJobLeavesNoWorkerRecord() {
		push("jobs", "{\"class\":\"Good\",\"args\":[]}");
		start();
		await().until(() -> "1".equals(value("stat:processed")));
		assertThat(this.redis.keys("resque:worker:*")).allMatch((key) -> key.endsWith(":started"));
	}

	@Test
	void workersAreRegisteredWhileRunningAndEverythingIsGoneAfterwards() {
		this.workers.pool(2, 0, "critical", "jobs");
		push("jobs", "{\"class\":\"Good\",\"args\":[]}", "{\"class\":\"Bad\",\"args\":[]}");
		start();
		await().until(() -> "2".equals(value("stat:processed")));
		assertThat(workerIds()).hasSize(2)
			.allMatch((id) -> id.matches("box\\.[0-9a-f]{6}:" + ProcessHandle.current().pid() + "-[12]:critical,jobs"));
		assertThat(this.redis.opsForHash().entries("resque:workers:heartbeat")).hasSize(2)
			.allSatisfy((id, time) -> assertThat((String) time)
				.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00"));
		assertThat(workerIds()).allSatisfy((id) -> assertThat(value("worker:" + id + ":started"))
			.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000"));
		this.container.stop();
		assertThat(this.redis.keys("resque:*")).containsExactlyInAnyOrder("resque:queues", "resque:stat:processed",
				"resque:stat:failed", "resque:failed", "resque:pruning_dead_workers_in_progress",
				"resque:spring:tokens");
	}

	@Test
	void processedAndFailedAreCountedForEachWorkerAndErasedWithIt() {
		push("jobs", "{\"class\":\"Good\",\"args\":[]}", "{\"class\":\"Bad\",\"args\":[]}",
				"{\"class\":\"Bad\",\"args\":[]}");
		start();
		await().until(() -> "3".equals(value("stat:processed")));
		String id = workerIds().iterator().next();
		assertThat(value("stat:processed:" + id)).isEqualTo("3");
		assertThat(value("stat:failed:" + id)).isEqualTo("2");
		this.container.stop();
		assertThat(this.redis.keys("resque:stat:*:*")).isEmpty();
	}

	@Test
	void heartbeatsStandBeforeTheWorkersAreRegistered() {
		start();
		await().until(() -> !workerIds().isEmpty());
		assertThat(this.redis.opsForHash().keys("resque:workers:heartbeat")).containsAll(Set.copyOf(workerIds()));
	}

	@Test
	void queueEmptyIsAnnouncedOnTheChangeFromWorkingToIdleOnly() {
		start();
		await().during(java.time.Duration.ofMillis(200))
			.until(() -> this.workers.events().of(WorkerEvent.QueueEmpty.class).isEmpty());
		push("jobs", "{\"class\":\"Good\",\"args\":[]}", "{\"class\":\"Good\",\"args\":[]}");
		await().until(() -> this.workers.events().of(WorkerEvent.QueueEmpty.class).size() == 1);
		await().during(java.time.Duration.ofMillis(200))
			.until(() -> this.workers.events().of(WorkerEvent.QueueEmpty.class).size() == 1);
	}

	@Test
	void stoppingIsAnnouncedBeforeAndAfter() {
		start();
		this.container.stop();
		assertThat(this.workers.events().of(WorkerEvent.Stopping.class)).hasSize(1);
		assertThat(this.workers.events().of(WorkerEvent.Stopped.class)).containsExactly(new WorkerEvent.Stopped(true));
	}

	@Test
	void skippedJobsAreProcessedAndNotFailed() {
		AtomicInteger performed = new AtomicInteger();
		this.workers.job("Skipped", "jobs", (context) -> performed.incrementAndGet());
		this.workers.hooks(new JobHooks() {
			@Override
			public void beforePerform(JobContext context) {
				if (context.job().name().equals("Skipped")) {
					throw new SkipJobException("not today");
				}
			}
		});
		push("jobs", "{\"class\":\"Skipped\",\"args\":[]}");
		start();
		await().until(() -> "1".equals(value("stat:processed")));
		assertThat(performed).hasValue(0);
		assertThat(size("failed")).isZero();
		assertThat(this.workers.events().of(JobEvent.Skipped.class)).hasSize(1);
	}

	@Test
	void errorsThatAreNoExceptionsFailTheJobAndNotTheWorker() {
		this.workers.job("Overflow", "jobs", (context) -> {
			throw new StackOverflowError();
		});
		this.workers.job("NoMemory", "jobs", (context) -> {
			throw new OutOfMemoryError("pretended");
		});
		push("jobs", "{\"class\":\"Overflow\",\"args\":[]}", "{\"class\":\"NoMemory\",\"args\":[]}",
				"{\"class\":\"Good\",\"args\":[]}");
		start();
		await().until(() -> "3".equals(value("stat:processed")));
		assertThat(value("stat:failed")).isEqualTo("2");
	}

	@Test
	void aWorkerWithoutQueuesIsRefused() {
		this.workers.pool(1, 0, "!low");
		assertThatExceptionOfType(NoQueueException.class).isThrownBy(this.workers::container)
			.withMessageContaining("resque.worker.queues");
	}

	@Test
	void theContainerStartsAgainAfterAStop() {
		start();
		this.container.stop();
		this.container.stop();
		this.container.start();
		push("jobs", "{\"class\":\"Good\",\"args\":[]}");
		await().until(() -> "1".equals(value("stat:processed")));
	}

	@Test
	void queuesAreServedInTheOrderOfTheList() {
		List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
		this.workers.job("Note", "any", (context) -> order.add(context.job().queue()));
		this.workers.pool(1, 0, "critical", "high", "low");
		for (String queue : List.of("low", "high", "critical", "low", "critical")) {
			push(queue, "{\"class\":\"Note\",\"args\":[]}");
		}
		start();
		await().until(() -> order.size() == 5);
		assertThat(order).containsExactly("critical", "critical", "high", "low", "low");
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private Set<String> workerIds() {
		return this.redis.opsForSet().members("resque:workers");
	}

	private void push(String queue, String... payloads) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPushAll("resque:queue:" + queue, payloads);
	}

	private long size(String key) {
		return this.redis.opsForList().size("resque:" + key);
	}

	private String element(String key) {
		return this.redis.opsForList().index("resque:" + key, 0);
	}

	private String value(String key) {
		return this.redis.opsForValue().get("resque:" + key);
	}

}
