package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.event.WorkerEvent;
import io.resque.failure.FailedJob;
import io.resque.failure.Failures;
import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerInfo;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.FailureStore;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Keys that other programs, other languages and accidents leave in the namespace.
 */
@ExtendWith(RedisServerExtension.class)
class ForeignKeysTests {

	private static final String GOOD = "{\"class\":\"Good\",\"args\":[]}";

	private static final String BAD = "{\"class\":\"Bad\",\"args\":[1]}";

	private final StringRedisTemplate redis;

	private final AtomicInteger performed = new AtomicInteger();

	private final TestWorkers workers;

	private final ResqueInspector inspector;

	private final Failures failures;

	private WorkerContainer container;

	ForeignKeysTests(RedisServer server) {
		this.redis = server.template();
		ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);
		this.workers = new TestWorkers(server.redis("resque"))
			.job("Good", "jobs", (context) -> this.performed.incrementAndGet())
			.job("Bad", "jobs", (context) -> {
				throw new IllegalStateException("Bad job!");
			});
		this.inspector = new RedisResqueInspector(server.redis("resque"), json, "test",
				(worker, queue, payload, time) -> FailedEntry.ofAll(payload));
		this.failures = new Failures(new FailureStore(server.redis("resque")), new ServerStore(server.redis("resque")),
				new JobCodec(json));
	}

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "host:1", "nohost", "", "a\nb:1:x\ny", ":::", "::", "host:1:", "*:*:*",
			"host:99-0:JAVA_DYNAMIC_QUEUES,jobs", "box.abcdef:1-1:", "[::1]:5:jobs" })
	void foreignWorkerIdsDisturbNobody(String id) {
		this.redis.opsForSet().add("resque:workers", id);
		this.redis.opsForValue().set("resque:worker:" + id, "no JSON");
		this.redis.opsForHash().put("resque:workers:heartbeat", id, "whenever");
		aGoodJobIsPerformed();
		pagesAnswer();
		assertThat(this.inspector.workers()).extracting(WorkerInfo::id).contains(id);
		assertThat(this.inspector.removeWorker(id)).isTrue();
		assertThat(this.redis.opsForSet().isMember("resque:workers", id)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yesterday", "2026-11-20T15:00:24.123+0000", "2026-11-20T15:00:24+01:00",
			"0000-00-00 00:00:00", "9999999999999999", "{\"a\":1}" })
	void foreignHeartbeatsDisturbNobody(String time) {
		this.redis.opsForSet().add("resque:workers", "vm:1:jobs");
		this.redis.opsForHash().put("resque:workers:heartbeat", "vm:1:jobs", time);
		aGoodJobIsPerformed();
		pagesAnswer();
	}

	@Test
	void workerRecordsOfAnyKindDisturbNobody() {
		List<String> records = List.of("", "null", "[]", "{}", "\"text\"", "{\"queue\":null,\"payload\":null}",
				"{\"queue\":5,\"run_at\":5,\"payload\":5}",
				"{\"run_at\":\"2026-11-20T15:00:24.123+0000\",\"queue\":\"q\",\"payload\":{\"class\":\"A\",\"args\":[1],"
						+ "\"vars\":null},\"paused\":false}",
				"[".repeat(500));
		for (int i = 0; i < records.size(); i++) {
			this.redis.opsForSet().add("resque:workers", "vm:" + i + ":jobs");
			this.redis.opsForValue().set("resque:worker:vm:" + i + ":jobs", records.get(i));
		}
		this.redis.opsForSet().add("resque:workers", "vm:list:jobs");
		this.redis.opsForList().rightPush("resque:worker:vm:list:jobs", "x");
		this.redis.opsForHash().put("resque:workers:heartbeat", "vm:list:jobs", "2001-01-01T00:00:00Z");
		aGoodJobIsPerformed();
		pagesAnswer();
		assertThat(this.redis.opsForSet().isMember("resque:workers", "vm:list:jobs")).isFalse();
	}

	@Test
	void emptyTextsAndForeignEntriesInTheFailedListDisturbNobody() {
		this.redis.opsForList()
			.rightPushAll("resque:failed", "", "null", "[]", "no JSON", "{}", "",
					"{\"worker\":\"h:1-0:q\",\"queue\":\"q\",\"payload\":{\"class\":\"A\",\"args\":[1],\"vars\":null},"
							+ "\"backtrace\":[\"\\tat x\"],\"error\":null,\"exception\":\"E\","
							+ "\"failed_at\":\"2026-11-20T15:00:24.123+0000\",\"retried_at\":null}",
					"{\"failed_at\":\"2026-11-20T15:00:24+01:00\",\"payload\":{\"class\":\"P\",\"args\":[{\"a\":1}],"
							+ "\"id\":\"0f\",\"prefix\":\"\"},\"exception\":\"Error\",\"error\":\"e\",\"backtrace\":"
							+ "[\"#0 x.php(1)\"],\"worker\":\"h:1:q\",\"queue\":\"q\"}");
		push("jobs", BAD);
		aGoodJobIsPerformed();
		await().until(() -> this.failures.count() == 9);
		pagesAnswer();
		assertThat(this.failures.newest(0, 20)).extracting(FailedJob::name).startsWith("Bad", "P", "A");
		assertThat(this.failures.requeueAll()).isEqualTo(3);
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1)).containsExactly(
				"{\"class\":\"A\",\"args\":[1],\"vars\":null}",
				"{\"class\":\"P\",\"args\":[{\"a\":1}],\"id\":\"0f\",\"prefix\":\"\"}");
	}

	@Test
	void jobsOfAGoodQueueBeforeOneOfTheWrongTypeRunAtOnce() {
		this.redis.opsForZSet().add("resque:queue:delayed", GOOD, 1.7e12);
		this.redis.opsForSet().add("resque:queues", "delayed");
		this.workers.pool(1, 0, "jobs", "delayed");
		long start = System.nanoTime();
		aGoodJobIsPerformed();
		assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
		push("jobs", GOOD);
		await().until(() -> this.performed.get() == 2);
		pagesAnswer();
		assertThat(this.inspector.queueSizes()).containsEntry("delayed", -1L);
		assertThat(this.workers.events().of(WorkerEvent.QueueUnreadable.class)).hasSize(1);
		assertThat(this.redis.opsForZSet().size("resque:queue:delayed")).isEqualTo(1);
	}

	@Test
	void jobsOfAGoodQueueBehindOneOfTheWrongTypeRunToo() {
		this.redis.opsForValue().set("resque:queue:a", "text");
		this.redis.opsForSet().add("resque:queues", "a", "jobs");
		this.workers.pool(1, 0, "*");
		aGoodJobIsPerformed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "queues", "workers", "stat:processed", "stat:failed", "pause-all-workers",
			"workers:heartbeat", "pruning_dead_workers_in_progress" })
	void aKeyOfTheWrongTypeKeepsNobodyFromWorking(String key) {
		if (key.equals("queues") || key.equals("workers")) {
			this.redis.opsForValue().set("resque:" + key, "text");
		}
		else {
			this.redis.opsForZSet().add("resque:" + key, "member", 1);
		}
		this.redis.opsForList().rightPushAll("resque:queue:jobs", BAD, GOOD);
		start();
		await().until(() -> this.performed.get() == 1);
		await().until(() -> this.failures.count() == 1);
		pagesAnswer();
		this.container.stop();
		assertThat(this.workers.events().of(WorkerEvent.Stopped.class)).containsExactly(new WorkerEvent.Stopped(true));
		assertThat(this.redis.keys("resque:spring:*")).containsExactly("resque:spring:tokens");
	}

	@Test
	void failuresWaitWhileTheFailedListIsNoList() {
		this.redis.opsForValue().set("resque:failed", "text");
		push("jobs", BAD, "no JSON", GOOD);
		start();
		await().until(() -> this.performed.get() == 1);
		pagesAnswer();
		await().until(() -> !this.workers.events().of(WorkerEvent.QueueUnreadable.class).isEmpty());
		this.redis.delete("resque:failed");
		await().until(() -> this.failures.count() == 2);
		assertThat(this.failures.newest(0, 20)).extracting(FailedJob::error)
			.satisfiesExactlyInAnyOrder((error) -> assertThat(error).isEqualTo("Bad job!"),
					(error) -> assertThat(error).startsWith("payload is no JSON"));
	}

	@Test
	void jobsGoBackToTheirQueueAlsoWhenTheSetOfQueuesIsNone() {
		this.workers.pool(1, 5, "jobs").shutdownTimeout(Duration.ZERO).job("Stuck", "jobs", (context) -> {
			this.performed.incrementAndGet();
			new CountDownLatch(1).await();
		});
		this.redis.opsForValue().set("resque:queues", "text");
		this.redis.opsForList().rightPushAll("resque:queue:jobs", "{\"class\":\"Stuck\",\"args\":[]}", GOOD, BAD);
		start();
		await().until(() -> this.performed.get() == 1);
		this.container.stop();
		assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1))
			.containsExactly("{\"class\":\"Stuck\",\"args\":[]}", GOOD, BAD);
		assertThat(this.workers.events().of(WorkerEvent.Stopped.class)).containsExactly(new WorkerEvent.Stopped(true));
	}

	private void aGoodJobIsPerformed() {
		push("jobs", GOOD);
		start();
		await().until(() -> this.performed.get() == 1);
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private void pagesAnswer() {
		assertThat(this.inspector.info()).isNotNull();
		assertThat(this.inspector.queueSizes()).isNotNull();
		assertThat(this.inspector.jobs("delayed", 0, 20)).doesNotContainNull();
		assertThat(this.inspector.working()).doesNotContainNull();
		this.inspector.workers().forEach((worker) -> assertThat(this.inspector.worker(worker.id())).isNotNull());
		assertThat(this.failures.newest(0, 20)).doesNotContainNull();
		assertThat(this.failures.oldest(0, 20)).doesNotContainNull();
	}

	private void push(String queue, String... payloads) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPushAll("resque:queue:" + queue, payloads);
	}

}
