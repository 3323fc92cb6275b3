package io.resque.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import com.example.classic.ClassicApplication;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.resque.inspect.ProcessInfo;
import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.inspect.WorkerInfo;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two worker processes at one Redis, and orders to one of them from a third, under load.
 */
class OrdersAcrossProcessesTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final int SHORT = 1;

	private final OwnRedis server = OwnRedis.start();

	private final StringRedisTemplate redis = this.server.template();

	private final TestConnections connections = TestConnections.to(this.server.url());

	private final ResqueInspector inspector = inspector(this.connections.resque());

	private final WorkerControl control = new WorkerControl(this.connections.resque());

	@TempDir
	private Path directory;

	private int pushed;

	@AfterEach
	void close() {
		this.connections.close();
		this.server.close();
	}

	@Test
	void anOrderConcernsOneProcessAndItsJobsAreNeitherLostNorDoubled() throws InterruptedException {
		try (WorkerJvm one = start("one"); WorkerJvm two = start("two")) {
			await().atMost(LONG).until(() -> listeners() == 2 && this.inspector.processes().size() == 2);
			aQuietProcessGivesBackWhatItHasAndTheOtherGoesOn(one, two);
			aResumedProcessTakesJobsAgain(one, two);
			int slow = aKilledJobEndsAndItsNeighbourGoesOn();
			boolean first = process(one).has(worker(slow));
			aStoppedProcessEndsItsJobAndExits((first) ? one : two, (first) ? two : one, slow);
		}
	}

	private void aQuietProcessGivesBackWhatItHasAndTheOtherGoesOn(WorkerJvm quiet, WorkerJvm other) {
		pushShort(6000);
		await().atMost(LONG).until(() -> !notes(quiet).isEmpty() && !notes(other).isEmpty());
		await().atMost(LONG).until(() -> givesBackWhenItIsTold(quiet));
		int performed = notes(quiet).size();
		int before = notes(other).size();
		assertThat(numbers()).as("there was more to take").hasSizeLessThan(this.pushed);
		awaitAll();
		assertThat(notes(quiet)).as("of the process that was told").hasSize(performed);
		assertThat(notes(other)).hasSizeGreaterThan(before);
		assertThat(other.log()).doesNotContain("Workers are paused");
		assertThat(process(other).load().quiet()).isFalse();
	}

	/** It may have had none, on a slow machine: then it is told again. */
	private boolean givesBackWhenItIsTold(WorkerJvm quiet) {
		assertThat(this.control.quiet(id(quiet))).isTrue();
		await().until(() -> process(quiet).load().quiet() && !inFlight(quiet));
		boolean gaveBack = hasGivenBack(quiet);
		if (!gaveBack) {
			this.control.resume(id(quiet));
			await().until(() -> !process(quiet).load().quiet());
			pushShort(1000);
		}
		return gaveBack;
	}

	/** It tells after it has done so. */
	private static boolean hasGivenBack(WorkerJvm quiet) {
		try {
			await().atMost(Duration.ofSeconds(1))
				.until(() -> quiet.log()
					.contains("jobs went back to the heads of their queues: the workers are paused"));
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	private void aResumedProcessTakesJobsAgain(WorkerJvm resumed, WorkerJvm other) {
		int before = notes(resumed).size();
		assertThat(this.control.resume(id(resumed))).isTrue();
		await().until(() -> !process(resumed).load().quiet());
		pushShort(500);
		awaitAll();
		assertThat(notes(resumed)).hasSizeGreaterThan(before);
		assertThat(other.log()).doesNotContain("Workers take jobs again");
	}

	/** Its neighbour is the one that is told: it is what runs when its process stops. */
	private int aKilledJobEndsAndItsNeighbourGoesOn() {
		int endless = pushSlow(60_000);
		int slow = pushSlow(8_000);
		await().until(() -> worker(endless) != null && worker(slow) != null);
		WorkerInfo worker = worker(endless);
		String job = worker.job().id();
		assertThat(this.control.killJob(worker.id(), worker(slow).job().id())).as("another job").isFalse();
		assertThat(this.control.killJob(worker.id(), job)).isTrue();
		await().until(() -> worker(endless) == null);
		await().until(() -> Long.valueOf(1).equals(this.redis.opsForList().size("resque:failed")));
		assertThat(this.redis.opsForList().index("resque:failed", 0)).contains("[" + endless + ",60000]",
				"io.resque.TermException", "Job was killed", worker.id());
		assertThat(worker(slow)).as("what runs beside it or elsewhere").isNotNull();
		assertThat(this.control.killJob(worker.id(), job)).as("it has ended").isFalse();
		return slow;
	}

	private void aStoppedProcessEndsItsJobAndExits(WorkerJvm stopped, WorkerJvm other, int slow)
			throws InterruptedException {
		String id = id(stopped);
		Set<Integer> before = notes(other);
		pushShort(1000);
		await().until(() -> notes(other).size() > before.size());
		assertThat(worker(slow)).as("it runs when its process is told").isNotNull();
		assertThat(this.control.stop(id)).isTrue();
		assertThat(stopped.awaitEnd(60)).isTrue();
		assertThat(stopped.exitCode()).isZero();
		assertThat(notes(stopped)).as("what ran has ended").contains(slow);
		assertThat(this.inspector.processes()).extracting(ProcessInfo::pid).containsExactly("" + other.pid());
		assertThat(this.control.stop(id)).as("it is gone").isFalse();
		pushShort(100);
		awaitAll();
		assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo("" + this.pushed);
		assertThat(this.redis.opsForList().size("test:notes")).isEqualTo(this.pushed - 1);
		assertThat(this.inspector.workers()).hasSize(2).allMatch(process(other)::has);
		assertThat(this.redis.opsForList().size("resque:failed")).isEqualTo(1);
		assertThat(other.isAlive()).isTrue();
		assertThat(other.log()).doesNotContain("told to stop");
	}

	private WorkerJvm start(String name) {
		Map<String, String> environment = Map.of("QUEUE", "jobs", "VERBOSE", "1", ClassicApplication.TEST,
				Long.toString(ProcessHandle.current().pid()));
		return WorkerJvm.startWith(environment, this.directory.resolve(name + ".log"), ClassicApplication.class,
				"--spring.data.redis.url=" + this.server.url(), "--resque.worker.concurrency=2");
	}

	/** All but the one that was killed. */
	private void awaitAll() {
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(this.redis.opsForValue().get("resque:stat:processed"))
				.isEqualTo("" + this.pushed));
		await().until(() -> this.redis.keys("resque:spring:inflight:*").isEmpty());
		assertThat(this.redis.opsForList().size("resque:queue:jobs")).isZero();
		assertThat(numbers()).doesNotHaveDuplicates();
	}

	private void pushShort(int jobs) {
		push(IntStream.range(this.pushed, this.pushed + jobs).mapToObj((number) -> slow(number, SHORT)).toList());
	}

	private int pushSlow(long millis) {
		push(List.of(slow(this.pushed, millis)));
		return this.pushed - 1;
	}

	private void push(Collection<String> payloads) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPushAll("resque:queue:jobs", payloads);
		this.pushed += payloads.size();
	}

	private static String slow(int number, long millis) {
		return "{\"class\":\"Slow\",\"args\":[" + number + "," + millis + "]}";
	}

	private Set<Integer> notes(WorkerJvm process) {
		Set<Integer> notes = new HashSet<>();
		for (String note : this.redis.opsForList().range("test:notes", 0, -1)) {
			String[] parts = note.split(":");
			if (parts[1].equals("" + process.pid())) {
				notes.add(Integer.valueOf(parts[0]));
			}
		}
		return notes;
	}

	private List<String> numbers() {
		return this.redis.opsForList().range("test:notes", 0, -1).stream().map((note) -> note.split(":")[0]).toList();
	}

	private ProcessInfo process(WorkerJvm jvm) {
		return this.inspector.processes()
			.stream()
			.filter((process) -> process.pid().equals("" + jvm.pid()))
			.findFirst()
			.orElseThrow();
	}

	private String id(WorkerJvm jvm) {
		return process(jvm).id();
	}

	private boolean inFlight(WorkerJvm jvm) {
		return this.redis.hasKey("resque:spring:inflight:" + id(jvm));
	}

	/** The worker that shows a job, or null. */
	private @Nullable WorkerInfo worker(int number) {
		return this.inspector.working()
			.stream()
			.filter((worker) -> worker.job() != null && worker.job().args().startsWith("[" + number + ","))
			.findFirst()
			.orElse(null);
	}

	private long listeners() {
		String script = "return redis.call('PUBSUB', 'NUMSUB', 'resque:spring:control')[2]";
		return this.redis.execute(RedisScript.of(script, Long.class), List.of());
	}

	private static ResqueInspector inspector(ResqueRedis redis) {
		return new RedisResqueInspector(redis, new ResqueJson(JsonProfile.CLASSIC), "test",
				(worker, queue, payload, time) -> FailedEntry.ofAll(payload));
	}

}
