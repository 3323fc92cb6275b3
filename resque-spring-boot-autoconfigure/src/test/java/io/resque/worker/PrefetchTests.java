package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.JobMethod;
import io.resque.event.WorkerEvent;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How much a process fetches ahead, and what becomes of what it cannot start.
 */
@ExtendWith(RedisServerExtension.class)
class PrefetchTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final Queue<Long> started = new ConcurrentLinkedQueue<>();

	private final List<WorkerContainer> containers = new ArrayList<>();

	private final RedisServer server;

	private final StringRedisTemplate redis;

	PrefetchTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.containers.forEach(WorkerContainer::stop);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void whatLongJobsKeepWaitingGoesBackInOrderAndRunsElsewhere(int millis) {
		Map<Long, String> performed = new ConcurrentHashMap<>();
		JobMethod quick = (context) -> {
			TimeUnit.MILLISECONDS.sleep(millis);
			performed.put(number(context), context.workerId());
		};
		push("jobs", IntStream.range(0, 3000).mapToObj((i) -> job("Quick", i)).toList());
		push("jobs", IntStream.range(0, 10).mapToObj((i) -> job("Long", i)).toList());
		List<String> behind = IntStream.range(3000, 6000).mapToObj((i) -> job("Quick", i)).toList();
		push("jobs", behind);
		TestWorkers first = workers(10).job("Quick", "jobs", quick).job("Long", "jobs", this::isHeldUp);
		start(first);
		await().pollInterval(Duration.ofMillis(1)).until(() -> this.started.size() == 10);
		long since = System.nanoTime();
		await().pollInterval(Duration.ofMillis(1)).until(() -> queue("jobs").equals(behind));
		Duration took = Duration.ofNanos(System.nanoTime() - since);
		assertThat(took).isLessThan(Duration.ofSeconds(2));
		if (millis == 0) {
			await().until(() -> !first.events().of(WorkerEvent.GivenBack.class).isEmpty());
		}
		start(workers(4).pid(2).job("Quick", "jobs", quick));
		await().atMost(Duration.ofSeconds(60)).until(() -> performed.size() == 6000);
		assertThat(IntStream.range(3000, 6000).mapToObj((i) -> performed.get((long) i)))
			.allMatch((worker) -> worker.contains(":2-"));
	}

	@Test
	void whatLongJobsKeepWaitingGoesBackAlsoWhenItIsTheLastOfItsQueue() {
		push("jobs", IntStream.range(0, 3000).mapToObj((i) -> job("Quick", i)).toList());
		push("jobs", IntStream.range(0, 10).mapToObj((i) -> job("Long", i)).toList());
		List<String> behind = IntStream.range(3000, 3005).mapToObj((i) -> job("Quick", i)).toList();
		push("jobs", behind);
		start(workers(10).job("Quick", "jobs", (context) -> TimeUnit.MICROSECONDS.sleep(100))
			.job("Long", "jobs", this::isHeldUp));
		await().until(() -> this.started.size() == 10);
		await().atMost(Duration.ofSeconds(2)).until(() -> queue("jobs").equals(behind));
	}

	@Test
	void moreSlotsThanTheMachineCanRunDoNotSendJobsBackAndForth() {
		push("jobs", IntStream.range(0, 5000).mapToObj((i) -> job("Quick", i)).toList());
		TestWorkers workers = workers(500).job("Quick", "jobs", (context) -> {
			long end = System.nanoTime() + 1_000_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			this.started.add(number(context));
		});
		start(workers);
		await().atMost(Duration.ofSeconds(60)).until(() -> this.started.size() == 5000);
		assertThat(
				workers.events().of(WorkerEvent.GivenBack.class).stream().mapToInt(WorkerEvent.GivenBack::jobs).sum())
			.isLessThan(2500);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 50, 300 })
	void longJobsThatStartAndEndTogetherAreNeverPrefetched(int slots) {
		int jobs = slots * 5;
		push("jobs", IntStream.range(0, jobs).mapToObj((i) -> job("Wave", i)).toList());
		TestWorkers workers = workers(slots).job("Wave", "jobs", (context) -> {
			TimeUnit.MILLISECONDS.sleep(100);
			this.started.add(number(context));
		});
		start(workers);
		await().atMost(Duration.ofSeconds(30)).until(() -> this.started.size() == jobs);
		assertThat(workers.events().of(WorkerEvent.GivenBack.class)).isEmpty();
	}

	@Test
	void longJobsAreNeverPrefetched() {
		push("jobs", IntStream.range(0, 20).mapToObj((i) -> job("Long", i)).toList());
		start(workers(4).job("Long", "jobs", this::isHeldUp));
		await().until(() -> this.started.size() == 4);
		assertThat(this.redis.opsForList().size("resque:queue:jobs")).isEqualTo(16);
	}

	@Test
	void largeJobsBehindAFloodOfSmallOnesDoNotFillTheMemory() {
		String large = "{\"class\":\"Long\",\"args\":[1,\"" + "x".repeat(2_000_000) + "\"]}";
		push("jobs", IntStream.range(0, 20_000).mapToObj((i) -> job("Quick", i)).toList());
		for (int i = 0; i < 40; i++) {
			push("jobs", List.of(large));
		}
		TestWorkers workers = workers(2).job("Quick", "jobs", (context) -> {
		}).job("Long", "jobs", this::isHeldUp);
		start(workers);
		await().atMost(Duration.ofSeconds(30)).until(() -> this.started.size() == 2);
		await().until(() -> this.redis.opsForList().size("resque:queue:jobs") == 38);
		assertThat(workers.events().of(WorkerEvent.GivenBack.class)).extracting(WorkerEvent.GivenBack::jobs)
			.last()
			.satisfies((jobs) -> assertThat(jobs).as("16 MB of 2 MB each, and one").isBetween(1, 9));
	}

	@Test
	void anUrgentJobStartsBeforeAllOfAFloodThatIsNotYetFetched() {
		int flood = 20_000;
		push("flood", IntStream.range(0, flood).mapToObj((i) -> job("Quick", i)).toList());
		Queue<Long> order = new ConcurrentLinkedQueue<>();
		AtomicLong notFetched = new AtomicLong();
		this.redis.opsForSet().add("resque:queues", "urgent");
		JobMethod quick = (context) -> {
			order.add(number(context));
			if (number(context) == 2000) {
				this.redis.opsForList().rightPush("resque:queue:urgent", job("Quick", -1));
				notFetched.set(this.redis.opsForList().size("resque:queue:flood"));
			}
		};
		start(workers(4).pool(4, 1000, "urgent", "flood").job("Quick", "flood", quick));
		await().atMost(Duration.ofSeconds(60)).until(() -> order.size() == flood + 1);
		long after = order.stream().dropWhile((number) -> number != -1).count() - 1;
		assertThat(notFetched).hasPositiveValue();
		// While the slot that has it is held up, the others go on.
		assertThat(after).isGreaterThanOrEqualTo(notFetched.get() - 1000);
	}

	@Test
	void twoProcessesShareAFlood() {
		push("jobs", IntStream.range(0, 4000).mapToObj((i) -> job("Quick", i)).toList());
		Map<Long, String> performed = new ConcurrentHashMap<>();
		JobMethod quick = (context) -> {
			TimeUnit.MILLISECONDS.sleep(1);
			performed.put(number(context), context.workerId().split(":")[1].split("-")[0]);
		};
		this.redis.opsForValue().set("resque:pause-all-workers", "true");
		start(workers(5).pid(1).job("Quick", "jobs", quick));
		start(workers(5).pid(2).job("Quick", "jobs", quick));
		await().until(() -> Long.valueOf(10).equals(this.redis.opsForSet().size("resque:workers")));
		this.redis.delete("resque:pause-all-workers");
		await().until(() -> performed.size() == 4000);
		long ofFirst = performed.values().stream().filter("1"::equals).count();
		assertThat(ofFirst).isBetween(1200L, 2800L);
	}

	private void isHeldUp(JobContext context) throws InterruptedException {
		this.started.add(number(context));
		this.release.await();
	}

	private TestWorkers workers(int slots) {
		return new TestWorkers(this.server.redis("resque")).pool(slots, 1000, "jobs").shutdownTimeout(Duration.ZERO);
	}

	private void start(TestWorkers workers) {
		WorkerContainer container = workers.container();
		this.containers.add(container);
		container.start();
	}

	private void push(String queue, List<String> payloads) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPushAll("resque:queue:" + queue, payloads);
	}

	private List<String> queue(String queue) {
		return this.redis.opsForList().range("resque:queue:" + queue, 0, -1);
	}

	private static Long number(JobContext context) {
		return ((Number) context.job().args().get(0)).longValue();
	}

	private static String job(String name, int number) {
		return "{\"class\":\"" + name + "\",\"args\":[" + number + "]}";
	}

}
