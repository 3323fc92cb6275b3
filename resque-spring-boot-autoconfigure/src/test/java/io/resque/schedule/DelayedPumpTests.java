package io.resque.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobDefinition;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.OnCrash;
import io.resque.event.FailureEvent;
import io.resque.event.ScheduleEvent.DelayedEnqueued;
import io.resque.event.ScheduleEvent.DelayedProblem;
import io.resque.failure.FailureRecorder;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.redis.SchedulerLock;
import io.resque.redis.Term;
import io.resque.schedule.DelayedPump.Pumped;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class DelayedPumpTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ResqueRedis resque;

	private final StringRedisTemplate redis;

	private final RecordedEvents events = new RecordedEvents();

	private final SchedulerLock lock;

	private Term term;

	DelayedPumpTests(RedisServer server) {
		this.resque = server.redis("resque");
		this.redis = server.template();
		this.lock = new SchedulerLock(this.resque, "");
	}

	@BeforeEach
	void lead() {
		this.term = this.lock.lead("me:1", null, LONG).term();
	}

	@Test
	void movesWhatIsDueInTheOrderOfItsTimeAndLeavesTheRest() {
		delay(2000, item(3), item(4));
		delay(1000, item(1), item(2), item(1));
		long later = Instant.now().getEpochSecond() + 100;
		delay(later, item(1));
		Pumped pumped = pump().run(this::term, LONG);
		assertThat(pumped.more()).isFalse();
		assertThat(pumped.untilNextSecond()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
		assertThat(queue("low")).containsExactly(payload(1), payload(2), payload(1), payload(3), payload(4));
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("low");
		assertThat(this.redis.opsForZSet().range("resque:delayed_queue_schedule", 0, -1))
			.containsExactly(Long.toString(later));
		assertThat(this.redis.keys("resque:timestamps:*")).containsExactly("resque:timestamps:" + item(1));
		assertThat(this.redis.opsForSet().members("resque:timestamps:" + item(1))).containsExactly("delayed:" + later);
		assertThat(this.events.of(DelayedEnqueued.class)).containsExactly(new DelayedEnqueued(5));
	}

	@Test
	void manyBatchesAndSecondsComeOverInOneGo() {
		for (int second = 0; second < 25; second++) {
			delay(1000 + second * 10,
					IntStream.range(second * 50, second * 50 + 50)
						.mapToObj(DelayedPumpTests::item)
						.toArray(String[]::new));
		}
		// As Ruby leaves a second whose jobs were removed, and what else may stand there.
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "900", 900);
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "950", 950);
		this.redis.opsForValue().set("resque:delayed:950", "text");
		pump().run(this::term, LONG);
		assertThat(queue("low")).isEqualTo(IntStream.range(0, 1250).mapToObj(DelayedPumpTests::payload).toList());
		assertThat(this.redis.opsForZSet().range("resque:delayed_queue_schedule", 0, -1)).containsExactly("950");
		assertThat(this.redis.keys("resque:timestamps:*")).isEmpty();
	}

	@Test
	void argsAreWhatRubyWouldEnqueue() {
		delay(1000, "{\"class\":\"A\",\"args\":{\"k\":1.0},\"queue\":\"low\"}",
				"{\"class\":\"A\",\"args\":7,\"queue\":\"low\",\"extra\":1}",
				"{\"class\":\"A\",\"args\":[[],{},1e20,\"\\u00e9\"],\"queue\":\"low\"}",
				"{\"class\":\"A\",\"queue\":\"low\"}", "{\"class\":\"Archive\",\"args\":[]}");
		pump().run(this::term, LONG);
		assertThat(queue("low")).containsExactly("{\"class\":\"A\",\"args\":[{\"k\":1.0}]}",
				"{\"class\":\"A\",\"args\":[7]}", "{\"class\":\"A\",\"args\":[[],{},1.0e+20,\"é\"]}",
				"{\"class\":\"A\",\"args\":[]}");
		assertThat(queue("file_serve")).containsExactly("{\"class\":\"Archive\",\"args\":[]}");
	}

	@Test
	void whatIsNoJobGoesToTheFailedListAndStopsNobody() {
		delay(1000, "no json", "{\"class\":\"Nowhere\",\"args\":[]}", "[]", item(1));
		pump().run(this::term, LONG);
		assertThat(queue("low")).containsExactly(payload(1));
		List<String> failed = this.redis.opsForList().range("resque:failed", 0, -1);
		assertThat(failed).hasSize(3);
		assertThat(failed.get(0)).contains("\"raw_payload\":\"bm8ganNvbg==\"").contains("\"queue\":\"delayed\"");
		assertThat(failed.get(1)).contains("{\"class\":\"Nowhere\",\"args\":[]}")
			.contains("no job is registered here under the name Nowhere");
		assertThat(this.events.of(DelayedProblem.class)).hasSize(3)
			.allSatisfy((event) -> assertThat(event.reason()).startsWith("it is no job: ")
				.endsWith("; it was in delayed:1000, and is recorded as failed"));
		assertThat(this.redis.hasKey("resque:delayed_queue_schedule")).isFalse();
	}

	@Test
	void whatAHookOrAQueueRefusesWithAnErrorWaitsAnotherMinute() {
		this.redis.opsForValue().set("resque:queue:broken", "text");
		delay(1000, "{\"class\":\"A\",\"args\":[],\"queue\":\"broken\"}", item(1), item(2));
		pump(new JobHooks() {

			@Override
			public void beforeDelayedEnqueue(Job job) {
				if (job.args().equals(List.of(1))) {
					throw new IllegalStateException("hook");
				}
			}

		}).run(this::term, LONG);
		assertThat(queue("low")).containsExactly(payload(2));
		List<String> seconds = List.copyOf(this.redis.opsForZSet().range("resque:delayed_queue_schedule", 0, -1));
		List<String> waiting = new ArrayList<>();
		seconds.forEach((second) -> {
			assertThat(Long.parseLong(second) - Instant.now().getEpochSecond()).isBetween(55L, 61L);
			waiting.addAll(this.redis.opsForList().range("resque:delayed:" + second, 0, -1));
		});
		assertThat(waiting).containsExactlyInAnyOrder(item(1), "{\"class\":\"A\",\"args\":[],\"queue\":\"broken\"}");
		assertThat(this.redis.keys("resque:timestamps:*")).hasSize(2);
		assertThat(this.events.of(DelayedProblem.class)).extracting(DelayedProblem::reason)
			.containsExactlyInAnyOrder("a hook failed; it waits another minute",
					"the key of its queue is no list; it waits another minute");
	}

	@Test
	void whoIsNoLongerTheSchedulerMovesNothing() {
		delay(1000, item(1), item(2));
		this.lock.lead("me:1", null, LONG);
		assertThat(pump().run(this::term, LONG).more()).isTrue();
		this.redis.opsForValue().set("resque:resque:resque_scheduler_master_lock", "localhost:5316");
		assertThat(pump().run(this::term, LONG).more()).isTrue();
		assertThat(this.redis.hasKey("resque:queue:low")).isFalse();
		assertThat(this.redis.opsForList().size("resque:delayed:1000")).isEqualTo(2);
	}

	@Test
	void whatIsCancelledOrAddedBetweenLookAndMoveIsNeitherDoubledNorLost() {
		delay(1000, item(1), item(2));
		pump(new JobHooks() {

			@Override
			public void beforeDelayedEnqueue(Job job) {
				if (job.args().equals(List.of(1))) {
					DelayedPumpTests.this.redis.opsForList().remove("resque:delayed:1000", 0, item(2));
					delay(1000, item(3));
				}
			}

		}).run(this::term, LONG);
		assertThat(queue("low")).containsExactly(payload(1), payload(3));
	}

	@Test
	void slowHooksAreNotAskedForAllBeforeTheFirstMove() {
		delay(1000, IntStream.range(0, 8).mapToObj(DelayedPumpTests::item).toArray(String[]::new));
		List<Long> queuedAtCall = new ArrayList<>();
		pump(new JobHooks() {

			@Override
			public void beforeDelayedEnqueue(Job job) {
				queuedAtCall.add(DelayedPumpTests.this.redis.opsForList().size("resque:queue:low"));
				new CompletableFuture<>().completeOnTimeout(null, 400, TimeUnit.MILLISECONDS).join();
			}

		}).run(this::term, LONG);
		assertThat(queue("low")).hasSize(8);
		assertThat(queuedAtCall).hasSize(8).last().satisfies((before) -> assertThat(before).isPositive());
	}

	@Test
	void whatIsNoJobIsInAListOfItsOwnOrNowhere() {
		for (String backend : List.of("redis-multi-queue", "log")) {
			delay(1000, "no json", item(1));
			pump(TestFailures.recorder(this.events, Map.of(), backend)).run(this::term, LONG);
		}
		assertThat(queue("low")).hasSize(2);
		assertThat(this.redis.opsForList().range("resque:delayed_failed", 0, -1)).hasSize(1);
		assertThat(this.redis.opsForSet().members("resque:failed_queues")).containsExactly("delayed_failed");
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
		assertThat(this.redis.hasKey("resque:delayed:1000")).isFalse();
		assertThat(this.events.of(FailureEvent.Logged.class)).hasSize(1);
	}

	private DelayedPump pump(JobHooks... hooks) {
		return pump(TestFailures.recorder(), hooks);
	}

	private DelayedPump pump(FailureRecorder failures, JobHooks... hooks) {
		JobRegistry registry = new JobRegistry(List
			.of(new JobDefinition("Archive", "file_serve", List.of(), OnCrash.REQUEUE, Object.class, (context) -> {
			})));
		return new SchedulerServices(this.resque, registry, new JobCodec(new ResqueJson(JsonProfile.CLASSIC)),
				List.of(hooks), failures, this.events.events(), Clock.systemUTC())
			.pump("me:1");
	}

	private Term term() {
		return this.term;
	}

	private List<String> queue(String name) {
		return this.redis.opsForList().range("resque:queue:" + name, 0, -1);
	}

	private static String item(int number) {
		return "{\"class\":\"A\",\"args\":[" + number + "],\"queue\":\"low\"}";
	}

	private static String payload(int number) {
		return "{\"class\":\"A\",\"args\":[" + number + "]}";
	}

	/** As resque-scheduler does it. */
	private void delay(long second, String... items) {
		for (String item : items) {
			this.redis.opsForList().rightPush("resque:delayed:" + second, item);
			this.redis.opsForSet().add("resque:timestamps:" + item, "delayed:" + second);
			this.redis.opsForZSet().add("resque:delayed_queue_schedule", Long.toString(second), second);
		}
	}

}
