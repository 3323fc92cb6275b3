package io.resque.inspect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.Sha1;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@ExtendWith(RedisServerExtension.class)
class RedisResqueInspectorTests {

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ResqueInspector inspector;

	RedisResqueInspectorTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.inspector = new RedisResqueInspector(server.redis("resque"), new ResqueJson(JsonProfile.CLASSIC), "test",
				(worker, queue, payload, time) -> FailedEntry
					.ofAll(("failed:" + worker + "|" + queue + "|" + new String(payload, StandardCharsets.UTF_8))
						.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void infoOfNothingIsZero() {
		assertThat(this.inspector.info()).isEqualTo(new ResqueInfo(0, 0, 0, 0, 0, 0,
				List.of("redis://" + this.server.host() + ":" + this.server.port() + "/0"), "test"));
	}

	@Test
	void infoCountsPendingProcessedQueuesWorkersWorkingAndFailed() {
		push("critical", "{\"class\":\"A\",\"args\":[]}", "{\"class\":\"B\",\"args\":[]}");
		push("low", "{}");
		this.redis.opsForSet().add("resque:queues", "empty");
		this.redis.opsForValue().set("resque:stat:processed", "42");
		this.redis.opsForList().rightPush("resque:failed", "{}");
		register("vm:1:low");
		register("vm:2:low");
		work("vm:1:low",
				"{\"queue\":\"low\",\"run_at\":\"2026-11-20T16:53:28Z\",\"payload\":{\"class\":\"A\",\"args\":[]}}");
		ResqueInfo info = this.inspector.info();
		assertThat(info.pending()).isEqualTo(3);
		assertThat(info.processed()).isEqualTo(42);
		assertThat(info.queues()).isEqualTo(3);
		assertThat(info.workers()).isEqualTo(2);
		assertThat(info.working()).isEqualTo(1);
		assertThat(info.failed()).isEqualTo(1);
		this.redis.delete("resque:worker:vm:1:low");
		assertThat(this.inspector.info().working()).isZero();
	}

	@Test
	void queueOfAnotherTypeCountsAsNothing() {
		push("good", "{}");
		this.redis.opsForSet().add("resque:queues", "delayed");
		this.redis.opsForZSet().add("resque:queue:delayed", "{}", 1);
		assertThat(this.inspector.queueSizes()).containsExactly(entry("delayed", -1L), entry("good", 1L));
		assertThat(this.inspector.info().pending()).isEqualTo(1);
		assertThat(this.inspector.jobs("delayed", 0, 10)).isEmpty();
	}

	@Test
	void jobsOfAQueueAreShownOldestFirst() {
		IntStream.range(0, 5).forEach((i) -> push("low", "{\"class\":\"A\",\"args\":[" + i + "]}"));
		assertThat(this.inspector.jobs("low", 1, 2)).containsExactly(job(1), job(2));
		assertThat(this.inspector.jobs("low", -3, 1)).containsExactly(job(0));
		assertThat(this.inspector.jobs("low", 5, 2)).isEmpty();
		assertThat(this.inspector.jobs("low", 0, 0)).isEmpty();
		assertThat(this.inspector.jobs("unknown", 0, 10)).isEmpty();
	}

	@Test
	void foreignAndBrokenPayloadsAreShownAsTheyAre() {
		push("low", "no json", "null", "[]", "{}", "{\"class\":5}", "[".repeat(200),
				"{\"class\":\"A\",\"args\":[\"" + "x".repeat(5_000_000) + "\"]}");
		List<QueuedJob> jobs = this.inspector.jobs("low", 0, 20);
		assertThat(jobs).extracting(QueuedJob::name)
			.containsExactly("(undecodable)", "(no job)", "(no job)", "(no class)", "(no class)", "(undecodable)", "A");
		assertThat(jobs).allSatisfy((job) -> assertThat(job.args()).hasSizeLessThan(2_100));
	}

	@Test
	void headsSayWhenTheyWereEnqueuedWhereTheirPayloadsKnow() {
		Instant at = Instant.parse("2026-11-26T12:00:01.5Z");
		push("rails", activeJob("\"enqueued_at\":\"2026-11-26T12:00:01.500000000Z\""),
				activeJob("\"enqueued_at\":\"2026-11-27T00:00:00Z\""));
		push("odd", activeJob("\"enqueued_at\":\"soon\""));
		push("ruby", "{\"class\":\"A\",\"args\":[{\"enqueued_at\":\"2026-11-26T12:00:00Z\"}]}");
		push("broken", activeJob("\"enqueued_at\":\"2026-11-26T12:00:00Z\"").substring(0, 100));
		push("large", activeJob("\"x\":\"" + "x".repeat(1_100_000) + "\",\"enqueued_at\":\"2026-11-26T12:00:00Z\""));
		this.redis.opsForValue().set("resque:queue:text", "x");
		assertThat(this.inspector.headTimes(List.of("text", "large", "odd", "rails", "ruby", "broken", "empty")))
			.as("nothing is read any more after a large one")
			.containsOnlyKeys("large");
		assertThat(this.inspector.headTimes(List.of("text", "odd", "rails", "ruby", "broken", "empty", "large")))
			.containsOnlyKeys("rails", "large")
			.containsEntry("rails", at);
		assertThat(this.inspector.headTimes(List.of())).isEmpty();
		assertThat(this.inspector.jobs("rails", 0, 2)).extracting(QueuedJob::enqueuedAt)
			.containsExactly(at, Instant.parse("2026-11-27T00:00:00Z"));
		assertThat(this.inspector.jobs("ruby", 0, 1)).extracting(QueuedJob::enqueuedAt).containsOnlyNulls();
	}

	private static String activeJob(String members) {
		return "{\"class\":\"ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper\",\"args\":[{\"job_class\":\"Mail\","
				+ members + "}]}";
	}

	@Test
	void workersAreShownById() {
		register("vm:5316:low,*");
		this.redis.opsForValue().set("resque:worker:vm:5316:low,*:started", "2026-11-20 16:53:28 +0000");
		this.redis.opsForHash().put("resque:workers:heartbeat", "vm:5316:low,*", "2026-11-20T16:53:28+00:00");
		this.redis.opsForValue().set("resque:stat:processed:vm:5316:low,*", "7");
		this.redis.opsForValue().set("resque:stat:failed:vm:5316:low,*", "x");
		work("vm:5316:low,*",
				"{\"queue\":\"low\",\"run_at\":\"2026-11-20T16:53:28Z\",\"payload\":{\"class\":\"Slow\",\"args\":[1]}}");
		Instant time = Instant.parse("2026-11-20T16:53:28Z");
		WorkerInfo worker = new WorkerInfo("vm:5316:low,*", "vm", "5316", List.of("low", "*"),
				"2026-11-20 16:53:28 +0000", time, 7, 0,
				new WorkingJob("low", time, "Slow", "[1]", Sha1.hex(
						"{\"queue\":\"low\",\"run_at\":\"2026-11-20T16:53:28Z\",\"payload\":{\"class\":\"Slow\",\"args\":[1]}}"
							.getBytes(StandardCharsets.UTF_8))));
		assertThat(this.inspector.workers()).containsExactly(worker);
		assertThat(this.inspector.worker("vm:5316:low,*")).isEqualTo(worker);
		assertThat(this.inspector.working()).containsExactly(worker);
	}

	@Test
	void unknownWorkerIsNull() {
		assertThat(this.inspector.worker("vm:1:low")).isNull();
		assertThat(this.inspector.workers()).isEmpty();
		assertThat(this.inspector.working()).isEmpty();
	}

	@Test
	void queueNamesOfAWorkerMayContainColons() {
		register("vm:1:a:b,c::d");
		assertThat(this.inspector.workers().get(0).queues()).containsExactly("a:b", "c::d");
	}

	@Test
	void foreignWorkerIdsAreShownAsTheyAre() {
		List.of("", "nohost", "host:1", "host:1:", "::", "vm:12-0:JAVA_DYNAMIC_QUEUES,low").forEach(this::register);
		assertThat(this.inspector.workers()).extracting(WorkerInfo::host)
			.containsExactly("", "", "host:1", "host", "nohost", "vm");
		assertThat(this.inspector.info().workers()).isEqualTo(6);
	}

	@Test
	void brokenWorkerRecordsBreakNothing() {
		Map<String, String> records = Map.of("a:1:low", "no json", "b:1:low", "null", "c:1:low", "[1]", "d:1:low", "{}",
				"e:1:low", "{\"queue\":null,\"run_at\":null,\"payload\":null,\"paused\":true}", "f:1:low",
				"{\"queue\":5,\"run_at\":\"soon\",\"payload\":\"text\"}");
		records.forEach((id, record) -> {
			register(id);
			work(id, record);
		});
		assertThat(this.inspector.workers()).extracting((worker) -> worker.job().name())
			.containsExactly("(undecodable)", "(no job)", "(no job)", "(no job)", "(paused)", "(no job)");
		assertThat(this.inspector.working()).hasSize(6);
		assertThat(this.inspector.info().working()).isEqualTo(6);
	}

	@Test
	void workingWorkersAreShownLongestFirst() {
		List.of("10", "30", "20").forEach((second) -> {
			register("vm:" + second + ":low");
			work("vm:" + second + ":low", "{\"run_at\":\"2026-11-20T16:53:" + second + "Z\"}");
		});
		register("vm:1:low");
		work("vm:1:low", "{}");
		register("vm:2:low");
		assertThat(this.inspector.working()).extracting(WorkerInfo::pid).containsExactly("10", "20", "30", "1");
	}

	@Test
	void thousandsOfWorkersAreShown() {
		IntStream.range(0, 1200).forEach((i) -> register("vm:" + (10_000 + i) + ":low"));
		work("vm:11199:low", "{\"queue\":\"low\",\"payload\":{\"class\":\"A\"}}");
		assertThat(this.inspector.workers()).hasSize(1200);
		assertThat(this.inspector.working()).extracting(WorkerInfo::pid).containsExactly("11199");
	}

	@Test
	void removedQueueIsGoneWithItsJobs() {
		push("low", "{}", "{}");
		assertThat(this.inspector.removeQueue("low")).isEqualTo(2);
		assertThat(this.inspector.queueSizes()).isEmpty();
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
	}

	@Test
	void redisTellsOfItself() {
		assertThat(this.inspector.redisInfo()).containsKeys("redis_version", "used_memory");
		assertThat(List.copyOf(this.inspector.redisInfo().keySet())).isSorted();
		assertThat(this.inspector.namespace()).isEqualTo("resque");
	}

	@BeforeEach
	void scriptsMayBeForgotten() {
		this.redis.execute((RedisCallback<Object>) (connection) -> {
			connection.scriptingCommands().scriptFlush();
			return true;
		});
	}

	private void push(String queue, String... payloads) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPushAll("resque:queue:" + queue, payloads);
	}

	private void register(String id) {
		this.redis.opsForSet().add("resque:workers", id);
	}

	private void work(String id, String record) {
		this.redis.opsForValue().set("resque:worker:" + id, record);
	}

	private static QueuedJob job(int number) {
		String payload = "{\"class\":\"A\",\"args\":[" + number + "]}";
		return new QueuedJob("A", "[" + number + "]", null, Sha1.hex(payload.getBytes(StandardCharsets.UTF_8)));
	}

}
