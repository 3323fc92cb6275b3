package io.resque.schedule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.event.ScheduleEvent.SteppedDown;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.redis.SchedulerLock;
import io.resque.redis.Term;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The loop as a whole: with other processes, and with hooks that take longer than the
 * lock holds.
 */
@ExtendWith(RedisServerExtension.class)
class SchedulerTests {

	private static final SchedulerSettings SETTINGS = new SchedulerSettings(null, Duration.ofSeconds(3), "",
			ZoneId.of("UTC"), List.of(), null);

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final JobRegistry registry = new JobRegistry(List.of());

	private final RecordedEvents events = new RecordedEvents();

	private final ResqueTemplate template;

	private final List<Scheduler> schedulers = new ArrayList<>();

	SchedulerTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.resque = server.redis("resque");
		this.template = new ResqueTemplate(this.resque, this.registry, this.codec, List.of(), null);
	}

	@AfterEach
	void stop() {
		this.schedulers.forEach(Scheduler::stop);
	}

	@Test
	void whatOneProcessSetsTheSchedulerOfAnotherFollowsWithinASecond() throws Exception {
		Path log = Files.createTempFile("resque-scheduler", ".log");
		log.toFile().deleteOnExit();
		ResqueSchedules schedules = services().schedules(SETTINGS, this.template);
		List<Long> millis = new ArrayList<>();
		try (WorkerJvm other = WorkerJvm.start(log, SchedulerMain.class, List.of(), this.server.url(), "PT10S")) {
			schedules.set("first", Map.of("every", "1h", "class", "A", "queue", "q"));
			await().until(() -> schedules.next("first").isPresent());
			for (int i = 0; i < 3; i++) {
				String name = "s" + i;
				long before = System.nanoTime();
				schedules.set(name, Map.of("every", "1h", "class", "A", "queue", "q"));
				await().pollInterval(Duration.ofMillis(10)).until(() -> schedules.next(name).isPresent());
				millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
				schedules.pause(name);
				schedules.remove(name);
				new CompletableFuture<>().completeOnTimeout(null, 170 * (i + 1), TimeUnit.MILLISECONDS).join();
			}
			assertThat(other.isAlive()).isTrue();
		}
		// Looks at each second boundary; one of them may hit a pause of the machine.
		assertThat(millis.stream().filter((each) -> each <= 1200)).as("in ms: " + millis).hasSizeGreaterThan(1);
	}

	@Test
	void hooksThatTakeLongerThanTheLockHoldsLoseAndDoubleNothing() {
		List<Object> asked = new CopyOnWriteArrayList<>();
		JobHooks slow = new JobHooks() {

			@Override
			public void beforeDelayedEnqueue(Job job) {
				asked.add(job.args().get(0));
				if (asked.size() == 1) {
					new CompletableFuture<>().completeOnTimeout(null, 4, TimeUnit.SECONDS).join();
				}
			}

		};
		Instant due = Instant.now().plusSeconds(1);
		IntStream.range(0, 5).forEach((id) -> this.template.enqueueAtTo("q", due, "A", id));
		start("a:1", slow);
		start("b:2", slow);
		await().until(() -> this.template.delayed().count() == 0);
		await().until(() -> this.events.of(SteppedDown.class).stream().anyMatch(SteppedDown::lost));
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1))
			.containsExactlyInAnyOrder(IntStream.range(0, 5)
				.mapToObj((id) -> "{\"class\":\"A\",\"args\":[" + id + "]}")
				.toArray(String[]::new));
		assertThat(asked).hasSizeGreaterThan(5);
	}

	@Test
	void whoIsNoLongerTheSchedulerTakesNoChangeAway() {
		SchedulerLock lock = new SchedulerLock(this.resque, "");
		Term before = lock.lead("me:1", null, Duration.ofMinutes(5)).term();
		ScheduleRunner runner = services().runner(SETTINGS);
		runner.run(() -> before, Instant.now());
		Term now = lock.lead("me:1", null, Duration.ofMinutes(5)).term();
		ResqueSchedules schedules = services().schedules(SETTINGS, this.template);
		schedules.set("nightly", Map.of("every", "1h", "class", "A", "queue", "q"));
		runner.run(() -> before, Instant.now());
		assertThat(this.redis.opsForSet().members("resque:schedules_changed")).containsExactly("nightly");
		runner.run(() -> now, Instant.now());
		assertThat(this.redis.hasKey("resque:schedules_changed")).isFalse();
		assertThat(schedules.next("nightly")).isPresent();
	}

	private void start(String holder, JobHooks... hooks) {
		Scheduler scheduler = services(hooks).scheduler(SETTINGS, holder, true,
				new Declarations(new ResqueJson(JsonProfile.CLASSIC)), "test");
		this.schedulers.add(scheduler);
		scheduler.start();
	}

	private SchedulerServices services(JobHooks... hooks) {
		return new SchedulerServices(this.resque, this.registry, this.codec, List.of(hooks), TestFailures.recorder(),
				this.events.events(), Clock.systemUTC());
	}

}
