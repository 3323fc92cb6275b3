package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.resque.JobContext;
import io.resque.event.WorkerEvent;
import io.resque.inspect.PoolInfo;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two processes in one: what is ordered from one does not concern the other.
 */
@ExtendWith(RedisServerExtension.class)
class ProcessOrderTests {

	private static final Duration SHORT = Duration.ofMillis(400);

	private final StringRedisTemplate redis;

	private final ResqueRedis connection;

	private final ResqueInspector inspector;

	private final WorkerControl control;

	private final ConcurrentLinkedQueue<String> performed = new ConcurrentLinkedQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<WorkerContainer> containers = new ArrayList<>();

	private TestWorkers a;

	private TestWorkers b;

	ProcessOrderTests(RedisServer server) {
		this.redis = server.template();
		this.connection = server.redis("resque");
		this.inspector = new RedisResqueInspector(this.connection, new ResqueJson(JsonProfile.CLASSIC), "test",
				(worker, queue, payload, time) -> FailedEntry.ofAll(payload));
		this.control = new WorkerControl(this.connection);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.containers.forEach(WorkerContainer::stop);
	}

	@Test
	void aProcessTellsWhatItIs() {
		WorkerContainer container = start(workers("a", 7).anotherPool("slow", 3, "reports"));
		String id = processes(1).get(0);
		await().untilAsserted(
				() -> assertThat(this.inspector.process(id)).isNotNull()
					.satisfies((process) -> assertThat(process.pools()).containsExactly(
							new PoolInfo("default", "thread", 2, "jobs"),
							new PoolInfo("slow", "thread", 3, "reports"))));
		ProcessInfo process = this.inspector.process(id);
		assertThat(process.host()).isEqualTo("box");
		assertThat(process.pid()).isEqualTo("7");
		assertThat(process.version()).isNotEmpty();
		assertThat(process.started()).isNotNull();
		assertThat(process.load().slots()).isEqualTo(5);
		assertThat(process.load().quiet()).isFalse();
		assertThat(process.load().children()).isZero();
		assertThat(process.leaseLeft()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
		assertThat(this.inspector.workers()).hasSize(5).allMatch(process::has);
		container.stop();
		assertThat(this.inspector.processes()).isEmpty();
		assertThat(this.redis.keys("resque:spring:process:*")).isEmpty();
	}

	@Test
	void aQuietProcessLeavesJobsToTheOther() {
		startBoth();
		String quiet = idOf("1");
		assertThat(this.control.quiet(quiet)).isTrue();
		await().until(() -> this.inspector.process(quiet).load().quiet());
		assertThat(this.inspector.process(idOf("2")).load().quiet()).isFalse();
		push("Good", 40);
		await().until(() -> this.performed.size() == 40);
		assertThat(this.performed).containsOnly("b");
		assertThat(this.control.resume(quiet)).isTrue();
		await().until(() -> !this.inspector.process(quiet).load().quiet());
		assertThat(this.control.quiet(idOf("2"))).isTrue();
		await().until(() -> this.inspector.process(idOf("2")).load().quiet());
		push("Good", 3);
		await().until(() -> this.performed.size() == 43);
		assertThat(this.performed).filteredOn("a"::equals).hasSize(3);
	}

	@Test
	void aStoppedProcessLosesNoJobAndRunsNoneTwice() {
		startBoth();
		push("Good", 400);
		await().until(() -> this.performed.size() > 20);
		assertThat(this.control.stop(idOf("1"))).isTrue();
		await().until(() -> this.a.events().of(WorkerEvent.Stopped.class).size() == 1);
		assertThat(this.a.events().of(WorkerEvent.StopOrdered.class)).hasSize(1);
		await().until(() -> this.performed.size() >= 400);
		await().untilAsserted(() -> assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo("400"));
		await().during(SHORT).until(() -> this.performed.size() == 400);
		assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
		assertThat(this.containers.get(0).isRunning()).isFalse();
		assertThat(this.containers.get(1).isRunning()).isTrue();
		assertThat(this.b.events().of(WorkerEvent.Stopped.class)).isEmpty();
		assertThat(this.inspector.processes()).extracting(ProcessInfo::pid).containsExactly("2");
		assertThat(this.inspector.workers()).hasSize(2);
	}

	@Test
	void aStoppedProcessGivesBackWhatDoesNotEndInTime() {
		this.a = workers("a", 1).shutdownTimeout(Duration.ofMillis(100)).termTimeout(Duration.ofMillis(100));
		start(this.a);
		String id = processes(1).get(0);
		push("Stuck", 1);
		await().until(() -> this.performed.size() == 1);
		this.control.stop(id);
		await().until(() -> this.a.events().of(WorkerEvent.Stopped.class).size() == 1);
		assertThat(this.redis.opsForList().size("resque:queue:jobs")).isEqualTo(1);
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	void whereTheWorkersAreAllTheApplicationExits() {
		AtomicBoolean exited = new AtomicBoolean();
		WorkerContainer container = start(workers("a", 1));
		container.exitWhenOrdered(() -> exited.set(true));
		this.control.stop(processes(1).get(0));
		await().untilTrue(exited);
	}

	@Test
	void whatIsGoneIsToldSo() {
		WorkerContainer container = start(workers("a", 1));
		String id = processes(1).get(0);
		container.stop();
		assertThat(this.control.quiet(id)).isFalse();
		assertThat(this.control.resume(id)).isFalse();
		assertThat(this.control.stop(id)).isFalse();
		assertThat(this.control.stop("0123456789abcdef")).isFalse();
		this.redis.opsForZSet().add("resque:spring:leases", "0123456789abcdef", 1);
		assertThat(this.control.stop("0123456789abcdef")).as("its lease has run out").isFalse();
	}

	@Test
	void anOrderForAnotherLifeOrOfANewerVersionIsLeftAlone() {
		WorkerContainer container = start(workers("a", 1));
		String id = processes(1).get(0);
		await().until(() -> !this.inspector.process(id).pools().isEmpty());
		for (String order : List.of("stop 0123456789abcdef", "stop", "stop " + id + " please", "explode " + id,
				"STOP " + id)) {
			this.redis.convertAndSend("resque:spring:control", order);
		}
		await().during(SHORT).until(() -> container.isRunning() && !container.isPaused());
		this.redis.convertAndSend("resque:spring:control", "stop " + id);
		await().until(() -> !container.isRunning());
	}

	@Test
	void theRecordOfADeadProcessIsNotBroughtBack() {
		start(workers("a", 1).lease(Duration.ofMinutes(1)));
		String id = processes(1).get(0);
		await().until(() -> !this.inspector.process(id).pools().isEmpty());
		this.redis.delete(List.of("resque:spring:leases", "resque:spring:process:" + id));
		this.redis.convertAndSend("resque:spring:control", "quiet " + id);
		await().until(() -> !this.a.events().of(WorkerEvent.Pausing.class).isEmpty());
		await().during(SHORT).until(() -> Boolean.FALSE.equals(this.redis.hasKey("resque:spring:process:" + id)));
	}

	@Test
	void whatAForeignHandWroteIsShownAsFarAsItGoes() {
		this.redis.opsForZSet().add("resque:spring:leases", "p1", 9e15);
		this.redis.opsForZSet().add("resque:spring:leases", "p2", 1);
		this.redis.opsForValue().set("resque:spring:process:p2", "no hash");
		this.redis.opsForHash()
			.putAll("resque:spring:process:p1", Map.of("host", "h", "pid", "x", "slots", "many", "pools", "{",
					"started", "-1", "memory", "99999999999999999999"));
		assertThat(this.inspector.processes()).extracting(ProcessInfo::id).containsExactly("p2", "p1");
		ProcessInfo process = this.inspector.process("p1");
		assertThat(process.load().slots()).isZero();
		assertThat(process.load().memory()).isNull();
		assertThat(process.pools()).isEmpty();
		assertThat(process.isAlive()).isTrue();
		assertThat(this.inspector.process("p2").isAlive()).isFalse();
	}

	private void startBoth() {
		this.a = workers("a", 1);
		this.b = workers("b", 2);
		start(this.a);
		start(this.b);
		processes(2);
		await().until(() -> this.inspector.processes().stream().noneMatch((process) -> process.pools().isEmpty()));
	}

	private TestWorkers workers(String name, long pid) {
		TestWorkers workers = new TestWorkers(this.connection).pid(pid)
			.pool(2, 10, "jobs")
			.job("Good", "jobs", (context) -> this.performed.add(name))
			.job("Stuck", "jobs", (context) -> hang(context, name));
		this.a = (this.a != null) ? this.a : workers;
		return workers;
	}

	private void hang(JobContext context, String name) throws InterruptedException {
		this.performed.add(name);
		this.release.await();
	}

	private WorkerContainer start(TestWorkers workers) {
		WorkerContainer container = workers.container();
		this.containers.add(container);
		container.start();
		return container;
	}

	/** Those that listen to orders. */
	private List<String> processes(int count) {
		await().until(() -> this.inspector.workers().size() >= count && subscribers() == count);
		return this.inspector.processes().stream().map(ProcessInfo::id).toList();
	}

	private long subscribers() {
		String script = "return redis.call('PUBSUB', 'NUMSUB', 'resque:spring:control')[2]";
		Long count = this.redis.execute(RedisScript.of(script, Long.class), List.of());
		return (count != null) ? count : 0;
	}

	private String idOf(String pid) {
		return this.inspector.processes()
			.stream()
			.filter((process) -> process.pid().equals(pid))
			.map(ProcessInfo::id)
			.findFirst()
			.orElseThrow();
	}

	private void push(String job, int count) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList()
			.rightPushAll("resque:queue:jobs",
					IntStream.range(0, count)
						.mapToObj((i) -> "{\"class\":\"" + job + "\",\"args\":[" + i + "]}")
						.toList());
	}

}
