package io.resque.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two schedulers, of which the one that leads is killed again and again, while jobs come
 * due each 10 ms and a schedule each second.
 */
@ExtendWith(RedisServerExtension.class)
class SchedulerCrashTests {

	private static final String LOCK = "resque:resque:resque_scheduler_master_lock";

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ResqueTemplate resque;

	private final ResqueSchedules schedules;

	private final List<WorkerJvm> processes = new ArrayList<>();

	private final Random random = new Random();

	private final ScheduledExecutorService producer = Executors.newSingleThreadScheduledExecutor();

	private final AtomicInteger produced = new AtomicInteger();

	SchedulerCrashTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		ResqueRedis redis = server.redis("resque");
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		JobRegistry registry = new JobRegistry(List.of());
		this.resque = new ResqueTemplate(redis, registry, codec, List.of(), null);
		this.schedules = new SchedulerServices(redis, registry, codec, List.of(), TestFailures.recorder(),
				new RecordedEvents().events(), Clock.systemUTC())
			.schedules(new SchedulerSettings(null, Duration.ofSeconds(10), "", ZoneId.of("UTC"), List.of(), null),
					this.resque);
	}

	@AfterEach
	void end() {
		this.producer.shutdownNow();
		this.processes.forEach(WorkerJvm::close);
	}

	@Test
	void aSchedulerThatIsKilledLosesAndDoublesNothing() throws Exception {
		killSchedulers(3, "PT3S");
	}

	@Test
	@Tag("chaos")
	void fiftySchedulersThatAreKilledLoseAndDoubleNothing() throws Exception {
		killSchedulers(50, "PT10S");
	}

	private void killSchedulers(int kills, String lockTimeout) throws Exception {
		this.schedules.set("tick", Map.of("every", List.of("1s", Map.of("first_in", "1s")), "class", "Tick", "queue",
				"ticks", "missed", "all"));
		WorkerJvm first = start(lockTimeout);
		WorkerJvm second = start(lockTimeout);
		await().until(() -> this.schedules.next("tick").isPresent());
		Instant begin = this.schedules.next("tick").orElseThrow();
		this.producer.scheduleAtFixedRate(this::produce, 0, 10, TimeUnit.MILLISECONDS);
		List<Long> takeOvers = new ArrayList<>();
		for (int i = 0; i < kills; i++) {
			WorkerJvm leader = holder().equals(name(first)) ? first : second;
			TimeUnit.MILLISECONDS.sleep(200 + this.random.nextInt(1300));
			leader.kill();
			long killedAt = System.nanoTime();
			WorkerJvm next = start(lockTimeout);
			await().atMost(Duration.ofSeconds(60)).until(() -> !holder().equals("") && !holder().equals(name(leader)));
			takeOvers.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedAt));
			first = (leader == first) ? second : first;
			second = next;
		}
		this.producer.shutdown();
		assertThat(this.producer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
		await().atMost(Duration.ofSeconds(60)).until(() -> this.resque.delayed().count() == 0);
		check(begin);
		Collections.sort(takeOvers);
		System.out.println("Take-over of the scheduler after kill -9, in ms: " + takeOvers);
		assertThat(takeOvers.get(takeOvers.size() - 1))
			.isLessThan(Duration.parse(lockTimeout).plusSeconds(10).toMillis());
	}

	private void produce() {
		this.resque.enqueueAtTo("due", Instant.now().plusMillis(this.random.nextInt(3000)), "Due", this.produced.get());
		this.produced.incrementAndGet();
	}

	private void check(Instant begin) {
		List<String> due = this.redis.opsForList().range("resque:queue:due", 0, -1);
		assertThat(due).containsExactlyInAnyOrderElementsOf(IntStream.range(0, this.produced.get())
			.mapToObj((id) -> "{\"class\":\"Due\",\"args\":[" + id + "]}")
			.toList());
		assertThat(this.redis.opsForSet().members("resque:queues")).contains("due");
		// Between two looks another second may begin.
		await().untilAsserted(() -> {
			long occurrences = Duration.between(begin, this.schedules.next("tick").orElseThrow()).toSeconds();
			assertThat(this.redis.opsForList().size("resque:queue:ticks")).isEqualTo(occurrences);
		});
		assertThat(this.redis.keys("resque:delayed:*")).containsExactly("resque:delayed:last_enqueued_at");
		assertThat(this.redis.keys("resque:timestamps:*")).isEmpty();
	}

	private String holder() {
		String holder = this.redis.opsForValue().get(LOCK);
		return (holder != null) ? holder : "";
	}

	private static String name(WorkerJvm process) {
		return "localhost:" + process.pid();
	}

	private WorkerJvm start(String lockTimeout) throws IOException {
		Path log = Files.createTempFile("resque-scheduler", ".log");
		log.toFile().deleteOnExit();
		WorkerJvm process = WorkerJvm.start(log, SchedulerMain.class, List.of(), this.server.url(), lockTimeout);
		this.processes.add(process);
		return process;
	}

}
