package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.StopRequest;
import io.resque.TermException;
import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.inspect.WorkerControl;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What ends a job in a thread before it ends by itself: its timeout, and an order.
 */
@ExtendWith(RedisServerExtension.class)
class JobLimitTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	private final StringRedisTemplate redis;

	private final WorkerControl control;

	private final TestWorkers workers;

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger performed = new AtomicInteger();

	private final AtomicReference<StopRequest> seen = new AtomicReference<>();

	private final AtomicReference<Throwable> hooked = new AtomicReference<>();

	private WorkerContainer container;

	JobLimitTests(RedisServer server) {
		this.redis = server.template();
		this.control = new WorkerControl(server.redis("resque"));
		this.workers = new TestWorkers(server.redis("resque")).pool(1, 0, "jobs")
			.shutdownTimeout(Duration.ZERO)
			.termTimeout(Duration.ofMillis(300))
			.job("Good", "jobs", (context) -> this.performed.incrementAndGet())
			.job("Sleepy", "jobs", SHORT, (context) -> TimeUnit.MINUTES.sleep(1))
			.job("Careful", "jobs", SHORT, this::checkOftenEnough)
			.job("Obedient", "jobs", SHORT, this::returnWhenAsked)
			.job("Deaf", "jobs", SHORT, this::spin)
			.job("Endless", "jobs", (context) -> TimeUnit.MINUTES.sleep(1))
			.hooks(new JobHooks() {
				@Override
				public void onFailure(JobContext context, Throwable failure) {
					JobLimitTests.this.hooked.set(failure);
				}
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
	void aJobIsInterruptedAtItsTimeoutAndFails() {
		start("Sleepy", "Good");
		await().untilAsserted(() -> assertThat(this.performed).hasValue(1));
		await().untilAsserted(() -> assertThat(failed()).hasSize(1));
		assertThat(failed()).singleElement()
			.asString()
			.contains("\"exception\":\"io.resque.TermException\"",
					"\"error\":\"Job ran longer than its timeout of 200 ms\"", "java.lang.Thread.sleep",
					"\"payload\":{\"class\":\"Sleepy\"");
		assertThat(this.hooked.get()).isInstanceOf(TermException.class).hasCauseInstanceOf(InterruptedException.class);
		awaitStats("2", "1");
	}

	@Test
	void aJobMayLookWhetherItIsToStop() {
		start("Careful");
		await().untilAsserted(() -> assertThat(failed()).hasSize(1));
		assertThat(failed().get(0)).contains("\"error\":\"Job ran longer than its timeout of 200 ms\"");
		assertThat(this.seen.get().reason()).isEqualTo(StopRequest.Reason.TIMEOUT);
	}

	@Test
	void aJobThatReturnsWhenAskedHasBeenPerformed() {
		start("Obedient");
		awaitStats("1", null);
		assertThat(failed()).isEmpty();
		assertThat(this.workers.events().of(JobEvent.Performed.class)).hasSize(1);
	}

	/** The interrupt was for the job, which has seen it. */
	@Test
	void hooksOfAJobThatWasAskedToStopCanWait() {
		Semaphore waited = new Semaphore(0);
		this.workers.hooks(new JobHooks() {
			@Override
			public void afterPerform(JobContext context) throws InterruptedException {
				TimeUnit.MILLISECONDS.sleep(20);
				waited.release();
			}

			@Override
			public void onFailure(JobContext context, Throwable failure) {
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
				waited.release();
			}
		});
		start("Obedient", "Careful");
		awaitStats("2", "1");
		assertThat(waited.availablePermits()).isEqualTo(2);
		assertThat(failed()).singleElement().asString().contains("Careful", "io.resque.TermException");
	}

	@Test
	void aBackendThatThrowsAnErrorLeavesNothingBehindThatHarmsTheNextJob() {
		this.workers.failures((failure) -> {
			throw new AssertionError("backend");
		});
		this.workers.job("Failing", "jobs", SHORT, (context) -> {
			throw new IllegalStateException("on purpose");
		});
		this.workers.job("Slow", "jobs", (context) -> {
			TimeUnit.MILLISECONDS.sleep(600);
			this.performed.incrementAndGet();
		});
		start("Failing", "Slow");
		await().untilAsserted(() -> assertThat(this.performed).hasValue(1));
		assertThat(failed()).singleElement().asString().contains("on purpose");
	}

	@Test
	void aThreadThatGoesOnHasFailedAndKeepsItsSlotVisiblyUntilItEnds() {
		start("Deaf", "Good");
		await().untilAsserted(() -> assertThat(failed()).hasSize(1));
		assertThat(failed().get(0)).contains("\"exception\":\"io.resque.TermException\"",
				"Job ran longer than its timeout of 200 ms, and goes on although it was asked to stop");
		await().untilAsserted(() -> assertThat(this.workers.events().of(JobEvent.Deaf.class)).singleElement()
			.satisfies((deaf) -> assertThat(deaf.where()).startsWith("io.resque.worker.JobLimitTests.spin(")));
		assertThat(this.redis.keys("resque:spring:inflight:*")).as("it is told, and not in flight").isEmpty();
		assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1)).containsExactly(payload("Good"));
		assertThat(workingRecords()).singleElement().asString().contains("Deaf");
		this.release.countDown();
		await().untilAsserted(() -> assertThat(this.performed).hasValue(1));
		awaitStats("2", "1");
		assertThat(workingRecords()).isEmpty();
		assertThat(failed()).hasSize(1);
		assertThat(this.workers.events().of(JobEvent.LateResult.class)).singleElement()
			.satisfies((late) -> assertThat(late.reason()).isEqualTo("it was recorded as failed before it ended"));
	}

	@Test
	void stoppingDoesNotWaitForAThreadThatHasFailedAlready() {
		this.workers.shutdownTimeout(Duration.ofSeconds(20));
		start("Deaf", "Good");
		await().untilAsserted(() -> assertThat(failed()).hasSize(1));
		long before = System.nanoTime();
		this.container.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1)).containsExactly(payload("Good"));
		assertThat(failed()).hasSize(1);
	}

	@Test
	void aRunningJobIsKilledByAnOrderAndTheNextOneIsPerformed() {
		start("Endless");
		await().until(() -> !workingRecords().isEmpty());
		String worker = this.redis.opsForSet().members("resque:workers").iterator().next();
		await().untilAsserted(() -> {
			this.control.killJob(worker);
			assertThat(failed()).hasSize(1);
		});
		assertThat(failed().get(0)).contains("\"exception\":\"io.resque.TermException\"",
				"\"error\":\"Job was killed\"");
		push("Good");
		await().untilAsserted(() -> assertThat(this.performed).hasValue(1));
		await().untilAsserted(() -> assertThat(this.control.killJob(worker)).as("it has no job").isFalse());
	}

	@Test
	void anOrderForAnEarlierJobDoesNotHitTheNext() {
		start("Endless");
		await().until(() -> !workingRecords().isEmpty());
		String worker = this.redis.opsForSet().members("resque:workers").iterator().next();
		String record = this.redis.opsForValue().get("resque:worker:" + worker);
		this.redis.opsForValue().set("resque:worker:" + worker, record.replace("Endless", "Earlier"));
		assertThat(this.control.killJob(worker)).isTrue();
		await().during(SHORT).until(() -> {
			this.control.killJob(worker);
			return failed().isEmpty();
		});
		this.redis.opsForValue().set("resque:worker:" + worker, record);
		await().untilAsserted(() -> {
			this.control.killJob(worker);
			assertThat(failed()).hasSize(1);
		});
	}

	@Test
	void allRunningJobsOfAProcessAreKilledAndItGoesOn() {
		start("Endless", "Good");
		await().until(() -> !workingRecords().isEmpty());
		this.container.killJobs();
		await().untilAsserted(() -> assertThat(this.performed).hasValue(1));
		await().untilAsserted(() -> assertThat(failed()).hasSize(1));
		assertThat(failed().get(0)).contains("\"error\":\"Job was killed\"");
	}

	@Test
	void aPausedProcessTakesNoJobsAndGivesBackWhatWaits() {
		this.workers.pool(1, 10, "jobs").job("Blocking", "jobs", (context) -> {
			this.performed.incrementAndGet();
			this.release.await();
		});
		start("Good", "Good", "Good", "Good", "Blocking", "Good", "Endless");
		await().untilAsserted(() -> assertThat(this.performed).hasValue(5));
		this.container.pause();
		assertThat(this.container.isPaused()).isTrue();
		await().untilAsserted(() -> assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1))
			.containsExactly(payload("Good"), payload("Endless")));
		this.release.countDown();
		await().during(Duration.ofMillis(500)).until(() -> this.performed.get() == 5);
		assertThat(this.redis.opsForList().size("resque:queue:jobs")).isEqualTo(2);
		this.container.resume();
		await().untilAsserted(() -> assertThat(this.performed).hasValue(6));
		assertThat(this.workers.events().of(WorkerEvent.Pausing.class)).hasSize(1);
		assertThat(this.workers.events().of(WorkerEvent.Resumed.class)).hasSize(1);
	}

	@Test
	void allWorkersArePausedByTheirKeyWhichRubyReadsToo() {
		this.control.pause();
		assertThat(this.redis.opsForValue().get("resque:pause-all-workers")).isEqualTo("true");
		assertThat(this.control.isPaused()).isTrue();
		start("Good");
		await().during(Duration.ofMillis(500)).until(() -> this.performed.get() == 0);
		this.control.resume();
		assertThat(this.control.isPaused()).isFalse();
		await().untilAsserted(() -> assertThat(this.performed).hasValue(1));
		assertThat(this.redis.hasKey("resque:pause-all-workers")).isFalse();
	}

	private void checkOftenEnough(JobContext context) {
		while (true) {
			try {
				context.checkStop();
			}
			catch (TermException ex) {
				this.seen.set(ex.request());
				throw ex;
			}
			Thread.onSpinWait();
		}
	}

	private void returnWhenAsked(JobContext context) {
		while (!context.stopRequested()) {
			Thread.onSpinWait();
		}
	}

	private void spin(JobContext context) {
		while (this.release.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	private void start(String... jobs) {
		push(jobs);
		this.container = this.workers.container();
		this.container.start();
	}

	private void push(String... jobs) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		for (String job : jobs) {
			this.redis.opsForList().rightPush("resque:queue:jobs", payload(job));
		}
	}

	private static String payload(String job) {
		return "{\"class\":\"" + job + "\",\"args\":[]}";
	}

	private List<String> failed() {
		return this.redis.opsForList().range("resque:failed", 0, -1);
	}

	private List<String> workingRecords() {
		return this.redis.keys("resque:worker:*")
			.stream()
			.filter((key) -> !key.endsWith(":started"))
			.map((key) -> this.redis.opsForValue().get(key))
			.toList();
	}

	private void awaitStats(String processed, String failed) {
		await().untilAsserted(() -> assertThat(stats()).isEqualTo(stats(processed, failed)));
	}

	private Map<String, String> stats() {
		return stats(this.redis.opsForValue().get("resque:stat:processed"),
				this.redis.opsForValue().get("resque:stat:failed"));
	}

	private static Map<String, String> stats(String processed, String failed) {
		return Map.of("processed", String.valueOf(processed), "failed", String.valueOf(failed));
	}

}
