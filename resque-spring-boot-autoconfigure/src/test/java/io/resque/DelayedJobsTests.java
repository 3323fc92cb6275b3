package io.resque;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.TestJobs.Archive;
import io.resque.TestJobs.Repositories;
import io.resque.redis.DelayedStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(RedisServerExtension.class)
class DelayedJobsTests {

	private static final Instant AT = Instant.ofEpochSecond(4102444800L);

	private static final String ITEM = "{\"class\":\"Archive\",\"args\":[44,\"x\"],\"queue\":\"file_serve\"}";

	private final ResqueRedis resqueRedis;

	private final StringRedisTemplate redis;

	private final ResqueTemplate resque;

	private final DelayedOperations delayed;

	DelayedJobsTests(RedisServer server) {
		this.resqueRedis = server.redis("resque");
		this.redis = server.template();
		this.resque = template();
		this.delayed = this.resque.delayed();
	}

	private ResqueTemplate template(JobHooks... hooks) {
		return new ResqueTemplate(this.resqueRedis, TestJobs.registry(), TestJobs.codec(), List.of(hooks), null);
	}

	@Test
	void jobsOfTheSameSecondShareItsEntry() {
		this.resque.enqueueAt(AT, Archive.class, 44, "x");
		this.resque.enqueueAt(AT.minusMillis(1), Archive.class, 44, "x");
		this.resque.enqueueAt(AT.minusMillis(999), Archive.class, 44, "x");
		this.resque.enqueueAt(AT.plusMillis(1), Archive.class, 44, "x");
		assertThat(this.delayed.seconds(0, 10)).containsExactly(Map.entry(AT, 3L), Map.entry(AT.plusSeconds(1), 1L));
		assertThat(this.delayed.countSeconds()).isEqualTo(2);
		assertThat(this.delayed.count()).isEqualTo(4);
		assertThat(this.delayed.count(AT)).isEqualTo(3);
		assertThat(this.delayed.next()).contains(AT);
		assertThat(this.delayed.scheduledAt(Archive.class, 44, "x")).containsExactly(AT, AT, AT, AT.plusSeconds(1));
		assertThat(this.delayed.isDelayed(Archive.class, 44)).isFalse();
		assertThat(this.delayed.peek(AT, 1, 5)).containsExactly(
				new DelayedJob(AT, new Job("file_serve", "Archive", List.of(44, "x"))),
				new DelayedJob(AT, new Job("file_serve", "Archive", List.of(44, "x"))));
	}

	@Test
	void timesThatHaveComeEnqueueAtOnce() {
		this.resque.enqueueAt(Instant.now(), Archive.class, 1);
		this.resque.enqueueAt(Instant.now().minusSeconds(5), Archive.class, 2);
		this.resque.enqueueIn(Duration.ZERO, Archive.class, 3);
		this.resque.enqueueInTo("other", Duration.ofSeconds(-3), "Ruby", 4);
		this.resque.later(Archive.class, Due.in(-1, ChronoUnit.MINUTES)).perform(5, null, context());
		// "Now" is a moment before the next whole second, and then not before its time.
		long waiting = this.delayed.count();
		assertThat(this.resque.size("file_serve") + waiting).isEqualTo(4);
		assertThat(this.resque.size("other")).isOne();
		assertThat(waiting).isLessThanOrEqualTo(2);
	}

	private static JobContext context() {
		return new InlineContext(new Job("q", "J", List.of()));
	}

	@Test
	void aDelayIsATimeFromNow() {
		Instant before = Instant.now();
		this.resque.enqueueIn(Duration.ofMinutes(5), Archive.class, 1);
		this.resque.enqueueInTo("other", Duration.ofMinutes(5), Archive.class, 2);
		this.resque.later(Archive.class, Due.in(5, ChronoUnit.MINUTES)).perform(3, null, context());
		this.resque.later(Repositories.class, Due.at(AT)).toString();
		Instant after = Instant.now();
		assertThat(this.delayed.find((job) -> true)).hasSize(3).allSatisfy((job) -> {
			assertThat(job.at()).isAfterOrEqualTo(before.plus(5, ChronoUnit.MINUTES));
			assertThat(job.at()).isBefore(after.plus(5, ChronoUnit.MINUTES).plus(1, ChronoUnit.SECONDS));
		}).extracting((job) -> job.job().queue()).containsExactlyInAnyOrder("file_serve", "other", "file_serve");
	}

	@Test
	void removesByMeaningOnWhateverQueueAndInWhateverEncoding() {
		this.resque.enqueueAt(AT, Archive.class, 44, "x");
		this.resque.enqueueAtTo("other", AT, Archive.class, 44, "x");
		this.resque.enqueueAtTo("other", AT.plusSeconds(1), "Archive", 44, "y");
		ruby(AT, "{ \"args\" : [ 44.0, \"\\u0078\" ], \"class\" : \"OldArchive\", \"queue\" : \"low\" }");
		ruby(AT, "no json");
		ruby(AT, "{\"class\":\"Archive\",\"args\":{\"k\":1},\"queue\":\"low\"}");
		assertThat(this.delayed.remove(Archive.class, 44, "x")).isEqualTo(3);
		assertThat(this.delayed.remove(Archive.class, 44, "x")).isZero();
		assertThat(this.delayed.remove(Archive.class, Map.of("k", 1))).isOne();
		assertThat(this.delayed.removeFrom("low", "Archive", 44, "y")).isZero();
		assertThat(this.delayed.removeFrom("other", "Archive", 44, "y")).isOne();
		assertThat(this.redis.opsForList().range("resque:delayed:4102444800", 0, -1)).containsExactly("no json");
		assertThat(this.redis.keys("resque:timestamps:*")).containsExactly("resque:timestamps:no json");
	}

	@Test
	void exactRemovalUsesRubysIndexAlone() {
		this.resque.enqueueAt(AT, Archive.class, 44, "x");
		this.resque.enqueueAt(AT.plusSeconds(60), Archive.class, 44, "x");
		assertThat(this.redis.opsForSet().members("resque:timestamps:" + ITEM))
			.containsExactlyInAnyOrder("delayed:4102444800", "delayed:4102444860");
		ruby(AT, "{\"class\":\"Archive\",\"args\":[44.0,\"x\"],\"queue\":\"file_serve\"}");
		assertThat(this.delayed.removeExactly("other", "Archive", 44, "x")).isZero();
		assertThat(this.delayed.removeExactly("file_serve", "Archive", 44, "x")).isEqualTo(2);
		assertThat(this.delayed.count()).isOne();
	}

	@Test
	void removesFromOneSecondWithItsEntry() {
		this.resque.enqueueAt(AT, Archive.class, 44, "x");
		this.resque.enqueueAt(AT, Archive.class, 44, "x");
		this.resque.enqueueAt(AT.plusSeconds(1), Archive.class, 44, "x");
		assertThat(this.delayed.removeAt(AT, Archive.class, 44)).isZero();
		assertThat(this.delayed.removeAt(AT, Archive.class, 44, "x")).isEqualTo(2);
		assertThat(this.delayed.seconds(0, 10)).containsExactly(Map.entry(AT.plusSeconds(1), 1L));
	}

	@Test
	void selectionsFindRemoveAndEnqueue() {
		this.redis.opsForHash().put("resque:delayed:last_enqueued_at", "nightly", "2026-01-01 00:00:00 UTC");
		for (int i = 0; i < 2500; i++) {
			this.resque.enqueueAt(AT.plusSeconds(i % 3), Archive.class, i);
		}
		assertThat(this.delayed.find((job) -> (int) job.job().args().get(0) % 5 == 0)).hasSize(500);
		assertThat(this.delayed.removeIf((job) -> (int) job.job().args().get(0) % 5 == 0)).isEqualTo(500);
		assertThat(this.delayed.enqueueNowIf((job) -> (int) job.job().args().get(0) % 5 == 1)).isEqualTo(500);
		assertThat(this.delayed.enqueueNow(Archive.class, 2)).isOne();
		assertThat(this.resque.size("file_serve")).isEqualTo(501);
		assertThat(this.redis.opsForList().index("resque:queue:file_serve", -1))
			.isEqualTo("{\"class\":\"Archive\",\"args\":[2]}");
		assertThat(this.delayed.count()).isEqualTo(1499);
		assertThat(this.delayed.reset()).isEqualTo(1499);
		assertThat(this.redis.keys("*")).containsExactlyInAnyOrder("resque:delayed:last_enqueued_at", "resque:queues",
				"resque:queue:file_serve");
	}

	@Test
	void delayOrEnqueueMovesEqualJobsOrDelaysOne() {
		assertThat(this.delayed.delayOrEnqueue(Due.at(AT), Archive.class, 1)).isOne();
		this.resque.enqueueAt(AT, Archive.class, 1);
		this.resque.enqueueAtTo("other", AT, Archive.class, 1);
		assertThat(this.delayed.delayOrEnqueue(Due.at(AT.plusSeconds(60)), Archive.class, 1)).isEqualTo(2);
		assertThat(this.delayed.count(AT)).isOne();
		assertThat(this.delayed.count(AT.plusSeconds(60))).isEqualTo(2);
		assertThat(this.delayed.delayOrEnqueue(Due.at(AT.plusSeconds(60)), Archive.class, 1)).isEqualTo(2);
		assertThat(this.delayed.count(AT.plusSeconds(60))).as("the second it had").isEqualTo(2);
		assertThat(this.redis.opsForSet()
			.members("resque:timestamps:{\"class\":\"Archive\",\"args\":[1],\"queue\":\"file_serve\"}"))
			.containsExactly("delayed:4102444860");
		assertThat(this.delayed.delayOrEnqueue(Due.in(-1, ChronoUnit.MINUTES), Archive.class, 1)).isEqualTo(2);
		assertThat(this.resque.size("file_serve")).isEqualTo(2);
	}

	@Test
	void aSecondThatHasComeTakesNoMoreJobs() {
		new DelayedStore(this.resqueRedis).add(Instant.now().getEpochSecond() - 100, List.of(ITEM.getBytes()));
		assertThat(this.delayed.next().orElseThrow()).isBetween(Instant.now().minusSeconds(2),
				Instant.now().plusSeconds(2));
		assertThat(this.delayed.scheduledAt(Archive.class, 44, "x")).hasSize(1);
	}

	@Test
	void whatCannotBeIndexedIsNotDelayed() {
		this.redis.opsForValue().set("resque:timestamps:" + ITEM, "text");
		assertThatExceptionOfType(EnqueueException.class)
			.isThrownBy(() -> this.resque.enqueueAt(AT, Archive.class, 44, "x"))
			.withMessageStartingWith(
					"The job was not put on the queue 'file_serve' for second 4102444800. Redis answered an error: ")
			.withCauseInstanceOf(RedisCallException.class);
		assertThat(this.delayed.count()).isZero();
	}

	@Test
	void hooksMayRefuseTheDelayAndTheQueueWhenItIsDue() {
		List<String> calls = new ArrayList<>();
		ResqueTemplate hooked = template(new Hooks(calls));
		assertThat(hooked.enqueueAt(AT, Archive.class, 0)).isFalse();
		assertThat(hooked.enqueueAt(AT, Archive.class, 1)).isTrue();
		assertThat(hooked.enqueueAt(AT, Archive.class, 2)).isTrue();
		assertThat(calls).containsExactly("before schedule [0] " + AT, "before schedule [1] " + AT,
				"after schedule [1]", "before schedule [2] " + AT, "after schedule [2]");
		calls.clear();
		assertThat(hooked.delayed().enqueueNowIf((job) -> true)).isOne();
		assertThat(calls).containsExactly("before delayed enqueue [1]", "before enqueue [1]",
				"before delayed enqueue [2]", "before enqueue [2]", "after enqueue [2]");
		assertThat(this.delayed.count()).isZero();
	}

	@Test
	void inlineModeDelaysNothingAndRemovesNothing() {
		this.resque.enqueueAt(AT, Archive.class, 1);
		JobPerformer performer = new JobPerformer(TestJobs.registry(), List.of());
		ResqueTemplate inline = new ResqueTemplate(this.resqueRedis, TestJobs.registry(), TestJobs.codec(), List.of(),
				performer);
		TestJobs.PERFORMED.clear();
		inline.enqueueAt(AT, Archive.class, 2, "now");
		assertThat(TestJobs.PERFORMED).hasSize(1);
		assertThat(inline.delayed().remove(Archive.class, 1)).isZero();
		assertThat(inline.delayed().removeExactly("file_serve", "Archive", 1)).isZero();
		assertThat(inline.delayed().reset()).isZero();
		assertThat(this.delayed.count()).isOne();
	}

	@Test
	void secondsBeyondAllTimesStopNobody() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.resque.enqueueAt(Instant.MAX, Archive.class, 1))
			.withMessageStartingWith("A job can be delayed until the end of the year 9999");
		this.redis.opsForList().rightPush("resque:delayed:99999999999999999", ITEM);
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "99999999999999999", 1e17);
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "no second", 5e9);
		this.resque.enqueueAt(AT, Archive.class, 2);
		assertThat(this.delayed.isDelayed(Archive.class, 2)).isTrue();
		assertThat(this.delayed.scheduledAt(Archive.class, 44, "x")).hasSize(1);
	}

	@Test
	void whatHasNoQueueStaysWhereItIs() {
		ruby(AT, "{\"class\":\"Foreign\",\"args\":[]}");
		assertThat(this.delayed.enqueueNowIf((job) -> true)).isZero();
		assertThat(this.delayed.count()).isOne();
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	void whatIsNoJobCanBeSeen() {
		ruby(AT, "no json");
		ruby(AT, "{\"class\":\"WithoutQueue\",\"args\":null}");
		ruby(AT, "{\"class\":\"Archive\",\"args\":7}");
		assertThat(this.delayed.peek(AT, 0, 9)).extracting(DelayedJob::job)
			.extracting((job) -> job.queue() + " " + job.args())
			.containsExactly(" [no json]", " []", "file_serve [7]");
		assertThat(this.delayed.find((job) -> true)).hasSize(2);
	}

	/** As resque-scheduler leaves an item. */
	private void ruby(Instant at, String item) {
		String second = Long.toString(at.getEpochSecond());
		this.redis.opsForList().rightPush("resque:delayed:" + second, item);
		this.redis.opsForSet().add("resque:timestamps:" + item, "delayed:" + second);
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", second, at.getEpochSecond());
	}

	private record Hooks(List<String> calls) implements JobHooks {

		@Override
		public boolean beforeSchedule(Job job, Instant at) {
			this.calls.add("before schedule " + job.args() + " " + at);
			return !job.args().equals(List.of(0));
		}

		@Override
		public void afterSchedule(Job job, Instant at) {
			this.calls.add("after schedule " + job.args());
		}

		@Override
		public void beforeDelayedEnqueue(Job job) {
			this.calls.add("before delayed enqueue " + job.args());
		}

		@Override
		public boolean beforeEnqueue(Job job) {
			this.calls.add("before enqueue " + job.args());
			return !job.args().equals(List.of(1));
		}

		@Override
		public void afterEnqueue(Job job) {
			this.calls.add("after enqueue " + job.args());
		}

	}

}
