package io.resque.golden;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.OnCrash;
import io.resque.ResqueTemplate;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureEntries;
import io.resque.failure.Failures;
import io.resque.failure.JobFailure;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.PauseStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.retry.RetrySettings;
import io.resque.schedule.Declarations;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.Scheduler;
import io.resque.schedule.SchedulerServices;
import io.resque.schedule.SchedulerSettings;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The same calls leave the same keys, types and bytes in Redis as the real Ruby gems
 * (recorded with resque 3.0.0), apart from times, hosts, pids, stack frames and our own
 * keys under {@code resque:spring:}.
 */
@ExtendWith(RedisServerExtension.class)
class GoldenVectorTests {

	private static final SchedulerSettings SCHEDULER = new SchedulerSettings(null, Duration.ofSeconds(10), "", null,
			List.of(), null);

	private static final String OTHER_FEATURE = "not of core Resque: ";

	private final Map<String, Runnable> scenarios = Map.ofEntries(Map.entry("enqueue", this::enqueue),
			Map.entry("dequeue_with_args", this::dequeueWithArgs), Map.entry("dequeue_class", this::dequeueClass),
			Map.entry("failed", this::failed), Map.entry("failed_retried", this::failedRetried),
			Map.entry("dirty_exit", this::dirtyExit), Map.entry("working", this::working),
			Map.entry("registered", this::registered), Map.entry("delayed", this::delayed),
			Map.entry("delayed_removed", this::delayedRemoved), Map.entry("delayed_due", this::delayedDue),
			Map.entry("master_lock", this::masterLock), Map.entry("schedules", this::schedules),
			Map.entry("retry_now_first_failure", () -> retried("Flaky", Duration.ZERO, 1, 7, "x")),
			Map.entry("retry_now_exhausted", () -> retried("Flaky", Duration.ZERO, 3, 7, "x")),
			Map.entry("retry_delayed",
					() -> retried("FlakyLater", Duration.ofSeconds(60), 1, 7, Arrays.asList(1, null))),
			Map.entry("multi_queue_failures", this::multiQueueFailures));

	/** Scenarios of features that this library does not have yet. */
	private final Map<String, String> notYet = Map.ofEntries(Map.entry("status_queued", "resque-status"),
			Map.entry("status_done", "resque-status"), Map.entry("status_kill", "resque-status"));

	private final JsonNode recorded = recorded();

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final ResqueTemplate template;

	private final TestWorkers workers;

	private final KeyDump keys;

	private JsonNode expected;

	GoldenVectorTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.keys = new KeyDump(this.redis);
		this.resque = server.redis("resque");
		JobRegistry registry = new JobRegistry(List
			.of(new JobDefinition("Archive", "file_serve", List.of(), OnCrash.REQUEUE, Archive.class, (context) -> {
			}), new JobDefinition("Boom", "low", List.of(), OnCrash.REQUEUE, Boom.class, (context) -> {
			})));
		this.template = new ResqueTemplate(this.resque, registry, this.codec, List.of(), null);
		this.workers = new TestWorkers(this.resque).job("Archive", "file_serve", (context) -> {
		}).job("Boom", "low", (context) -> {
			throw new ArgumentError("bad é <b>input</b>");
		});
		this.expected = this.recorded;
	}

	@Test
	void everyRecordedScenarioIsMapped() {
		Set<String> mapped = new TreeSet<>(this.scenarios.keySet());
		mapped.addAll(this.notYet.keySet());
		assertThat(new TreeSet<>(this.recorded.propertyNames())).isEqualTo(mapped);
		this.scenarios.keySet().forEach((name) -> System.out.println("golden vector: " + name));
		new TreeMap<>(this.notYet)
			.forEach((name, feature) -> System.out.println("golden vector: " + name + " - " + OTHER_FEATURE + feature));
	}

	@TestFactory
	Stream<DynamicTest> leavesTheSameKeysAsRuby() {
		return this.scenarios.entrySet().stream().map((scenario) -> DynamicTest.dynamicTest(scenario.getKey(), () -> {
			this.server.flush();
			this.workers.failures("redis");
			this.expected = this.recorded.get(scenario.getKey());
			scenario.getValue().run();
		}));
	}

	private void enqueue() {
		this.template.enqueue(Archive.class, 44, "masterbrew");
		this.template.enqueue(Archive.class, 44);
		this.template.enqueueTo("critical", Archive.class, 1, null, true, 1.5, 100.0, 1e20, 0.0001, -3,
				new BigInteger("12345678901234567890"));
		this.template.enqueue(Archive.class, "café ☃ 😀", "a/b", "<&>", "quote\" back\\ tab\t nl\n ctl\u0001");
		Map<String, Object> inner = new LinkedHashMap<>();
		inner.put("b", null);
		Map<String, Object> outer = new LinkedHashMap<>();
		outer.put("z", 1);
		outer.put("a", List.of(1, inner));
		this.template.enqueue(Archive.class, outer, List.of());
		assertSameKeys("keys");
	}

	private void dequeueWithArgs() {
		this.template.enqueue(Archive.class, 44, "x");
		this.template.enqueue(Archive.class, 44, "x");
		this.template.enqueue(Archive.class, 45, "x");
		assertThat(this.template.dequeue(Archive.class, 44, "x")).isEqualTo(this.expected.get("result").asLong());
		assertSameKeys("keys");
	}

	private void dequeueClass() {
		this.template.enqueue(Archive.class, 0);
		this.template.enqueue(Archive.class, 1);
		Map<String, Object> other = new LinkedHashMap<>();
		other.put("class", "Other");
		other.put("args", List.of());
		this.template.push("file_serve", other);
		assertThat(this.template.dequeue(Archive.class)).isEqualTo(this.expected.get("result").asLong());
		assertSameKeys("keys");
	}

	private void failed() {
		this.template.enqueue(Boom.class, 1, "two");
		this.template.enqueue(Archive.class, 1);
		work("*", () -> "2".equals(this.redis.opsForValue().get("resque:stat:processed")));
		assertSameKeys("keys");
	}

	private void failedRetried() {
		this.template.enqueue(Boom.class, 1);
		work("low", () -> "1".equals(this.redis.opsForValue().get("resque:stat:processed")));
		Failures failures = new Failures(new FailureStore(this.resque), new ServerStore(this.resque), this.codec);
		FailedJob failed = failures.newest(0, 1).get(0);
		assertThat(failures.requeue(failed)).isTrue();
		assertSameKeys("keys");
	}

	private void multiQueueFailures() {
		this.workers.failures("redis_multi_queue");
		this.template.enqueueTo("low", "Boom", 1);
		this.template.enqueueTo("high", "Boom", 2);
		work("low,high", () -> "2".equals(this.redis.opsForValue().get("resque:stat:processed")));
		Failures failures = new Failures(new FailureStore(this.resque), new ServerStore(this.resque), this.codec);
		assertThat(failures.counts()).containsOnlyKeys("failed", "high_failed", "low_failed");
		assertThat(failures.requeue(failures.queue("low_failed").newest(0, 1).get(0))).isTrue();
		assertSameKeys("keys");
	}

	/**
	 * Children that die of signals come with fork mode; what is written for them does not
	 * depend on it.
	 */
	private void dirtyExit() {
		Job job = new Job("low", "Killer", List.of());
		byte[] entry = new FailureEntries(this.codec)
			.save(new JobFailure("low", this.codec.encode(job.name(), job.args()), "Resque::DirtyExit",
					"Child process received unhandled signal pid 5330 SIGKILL (signal 9)", List.of(), "vm:5316:low",
					Instant.now()));
		new FailureStore(this.resque).append(entry);
		assertThat(this.keys.dump().get("resque:failed"))
			.isEqualTo(KeyDump.normal(this.expected.get("keys").get("resque:failed").toString()));
	}

	private void working() {
		this.workers.pool(1, 0, "low", "*").job("Slow", "low", (context) -> {
			await().until(() -> this.redis.hasKey("resque:worker:" + context.workerId()));
			assertSameKeys("keys_during_job");
		});
		this.template.enqueueTo("low", "Slow", 1);
		WorkerContainer container = this.workers.container();
		container.start();
		await().until(() -> "1".equals(this.redis.opsForValue().get("resque:stat:processed")));
		container.stop();
		assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).isEmpty();
		assertSameKeys("keys");
	}

	private void registered() {
		WorkerStore store = new WorkerStore(this.resque);
		String id = "box.0123ab:42-1:critical,high,*";
		Instant now = new ServerStore(this.resque).time();
		this.redis.opsForZSet().add("resque:spring:leases", "0123ab0123ab0123", 9e15);
		store.register("0123ab0123ab0123", List.of(id), RubyTime.started(now));
		store.beat(Map.of(id, RubyTime.heartbeat(now)));
		assertSameKeys("keys");
	}

	private void delayed() {
		Instant at = Instant.ofEpochSecond(4102444800L);
		this.template.enqueueAt(at, Archive.class, 44, "x");
		this.template.enqueueAt(at, Archive.class, 44, "x");
		this.template.enqueueAt(at.plusSeconds(60), Archive.class, 44, "x");
		this.template.enqueueAtTo("critical", at.plusSeconds(60), Archive.class, Map.of("k", "v"));
		assertSameKeys("keys");
	}

	private void delayedRemoved() {
		Instant at = Instant.ofEpochSecond(4102444800L);
		this.template.enqueueAt(at, Archive.class, 44, "x");
		this.template.enqueueAt(at, Archive.class, 44, "x");
		this.template.enqueueAt(at.plusSeconds(60), Archive.class, 44, "x");
		this.template.enqueueAtTo("critical", at.plusSeconds(60), Archive.class, Map.of("k", "v"));
		assertThat(this.template.delayed().remove(Archive.class, 44, "x"))
			.isEqualTo(this.expected.get("result").asLong());
		assertSameKeys("keys");
	}

	private void delayedDue() {
		String item = "{\"class\":\"Archive\",\"args\":[1],\"queue\":\"file_serve\"}";
		this.redis.opsForList().rightPush("resque:delayed:1000", item);
		this.redis.opsForSet().add("resque:timestamps:" + item, "delayed:1000");
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "1000", 1000);
		schedule(() -> this.template.size("file_serve") > 0);
	}

	private void schedules() {
		ResqueSchedules schedules = services().schedules(SCHEDULER, this.template);
		Map<String, Object> nightly = new LinkedHashMap<>();
		nightly.put("cron", "0 2 * * * Europe/Berlin");
		nightly.put("class", "Archive");
		nightly.put("queue", "file_serve");
		nightly.put("args", List.of(44, "master"));
		nightly.put("description", "Nightly archive");
		nightly.put("persist", true);
		schedules.set("nightly", nightly);
		Map<String, Object> often = new LinkedHashMap<>();
		often.put("every", List.of("30s", Map.of("first_in", "5s")));
		often.put("class", "Archive");
		often.put("queue", "file_serve");
		often.put("args", Map.of("k", "v"));
		schedules.set("often", often);
		assertSameKeys("keys");
		assertThat(schedules.all()).containsOnlyKeys("nightly", "often");
	}

	private SchedulerServices services() {
		return new SchedulerServices(this.resque, new JobRegistry(List.of()), this.codec, List.of(),
				TestFailures.recorder(), new RecordedEvents().events(), Clock.systemUTC());
	}

	private void masterLock() {
		schedule(() -> this.redis.hasKey("resque:resque:resque_scheduler_master_lock"));
	}

	/** While it runs: at the end it gives the lock back, as Ruby's would. */
	private void schedule(BooleanSupplier done) {
		Scheduler scheduler = services().scheduler(SCHEDULER, "localhost:5316", true,
				new Declarations(this.codec.json()), "test");
		scheduler.start();
		try {
			await().until(done::getAsBoolean);
			assertSameKeys("keys");
		}
		finally {
			scheduler.stop();
		}
	}

	/** As resque-retry without its failure backend: each failure is recorded. */
	private void retried(String name, Duration delay, int runs, Object... args) {
		PauseStore pauses = new PauseStore(this.resque);
		TestWorkers retrying = new TestWorkers(this.resque).job(name, "low", (context) -> {
			if (context.attempt() == runs) {
				pauses.pause("low");
			}
			throw new ArgumentError("flaky");
		})
			.retries(new RetrySettings(true, Duration.ZERO, 10, Map.of(name, TestWorkers.retrySettings(2, delay))))
			.pool(1, 0, "low");
		this.template.enqueueTo("low", name, args);
		WorkerContainer container = retrying.container();
		container.start();
		await().until(() -> Integer.toString(runs).equals(this.redis.opsForValue().get("resque:stat:processed")));
		container.stop();
		pauses.resume("low");
		this.redis.delete("resque:pruning_dead_workers_in_progress");
		// Ruby's worker was still registered.
		Map<String, String> ruby = keysOfRuby("keys");
		ruby.keySet().removeIf((key) -> key.endsWith(":<worker>:low"));
		assertThat(this.keys.dump()).isEqualTo(ruby);
	}

	private void work(String queues, BooleanSupplier done) {
		WorkerContainer container = this.workers.pool(1, 0, queues.split(",")).container();
		container.start();
		await().until(done::getAsBoolean);
		container.stop();
	}

	private void assertSameKeys(String member) {
		assertThat(this.keys.dump()).isEqualTo(keysOfRuby(member));
	}

	private Map<String, String> keysOfRuby(String member) {
		Map<String, String> ruby = new TreeMap<>();
		this.expected.get(member)
			.properties()
			.forEach((key) -> ruby.put(KeyDump.normal(key.getKey()), KeyDump.normal(key.getValue().toString())));
		return ruby;
	}

	private static JsonNode recorded() {
		try (InputStream file = GoldenVectorTests.class.getResourceAsStream("/golden/ruby-resque-3.0.json")) {
			return JsonMapper.shared().readTree(file.readAllBytes());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Archive {

	}

	private static final class Boom {

	}

}
