package io.resque;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.TestJobs.Archive;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Delayed jobs one by one, as a page shows them.
 */
@ExtendWith(RedisServerExtension.class)
class DelayedPlaceTests {

	private static final Instant AT = Instant.ofEpochSecond(4102444800L);

	private static final String LIST = "resque:delayed:4102444800";

	private static final String SECONDS = "resque:delayed_queue_schedule";

	private static final String INDEX = "resque:timestamps:{\"class\":\"Archive\",\"args\":[1],\"queue\":\"file_serve\"}";

	private final ResqueRedis resqueRedis;

	private final StringRedisTemplate redis;

	private final ResqueTemplate resque;

	private final DelayedOperations delayed;

	DelayedPlaceTests(RedisServer server) {
		this.resqueRedis = server.redis("resque");
		this.redis = server.template();
		this.resque = template();
		this.delayed = this.resque.delayed();
	}

	private ResqueTemplate template(JobHooks... hooks) {
		return new ResqueTemplate(this.resqueRedis, TestJobs.registry(), TestJobs.codec(), List.of(hooks), null);
	}

	@Test
	void entriesTellTheirPlaces() {
		delay(1, 2, 3);
		this.redis.opsForList().rightPush(LIST, "no <json>");
		this.redis.opsForList().rightPush(LIST, "{\"class\":\"Foreign\",\"args\":[{\"password\":\"hunter2\"}]}");
		List<DelayedEntry> entries = this.delayed.entries(AT, 1, 9);
		assertThat(entries).extracting((entry) -> entry.queue() + " " + entry.name() + " " + entry.args())
			.containsExactly("file_serve Archive [2]", "file_serve Archive [3]", " (undecodable) no <json>",
					" Foreign [{\"password\":\"•••\"}]");
		assertThat(entries).extracting((entry) -> entry.place().index()).containsExactly(1L, 2L, 3L, 4L);
		assertThat(entries).allMatch((entry) -> entry.place().at().equals(AT));
	}

	@Test
	void oneOfEqualJobsIsRemovedAndTheOtherCanStillBeFound() {
		delay(1, 1);
		assertThat(this.delayed.remove(place(1))).isTrue();
		assertThat(this.delayed.count(AT)).isOne();
		assertThat(this.redis.opsForSet().members(INDEX)).containsExactly("delayed:4102444800");
		assertThat(this.delayed.remove(place(0))).isTrue();
		assertThat(this.redis.hasKey(INDEX)).isFalse();
		assertThat(this.delayed.countSeconds()).isZero();
	}

	@Test
	void oneOfEqualJobsIsEnqueuedAndTheOtherCanStillBeFound() {
		delay(1, 1);
		assertThat(this.delayed.enqueueNow(place(0))).isEqualTo(DelayedOutcome.ENQUEUED);
		assertThat(this.delayed.count(AT)).isOne();
		assertThat(this.resque.size("file_serve")).isOne();
		assertThat(this.delayed.removeExactly("file_serve", "Archive", 1)).isOne();
		assertThat(this.redis.hasKey(INDEX)).isFalse();
	}

	@Test
	void aFormThatIsSentTwiceTakesOneOfEqualJobs() {
		delay(1, 1, 2);
		DelayedPlace first = place(0);
		DelayedPlace second = place(1);
		assertThat(first.equal()).isEqualTo(2);
		assertThat(place(2).equal()).isOne();
		assertThat(this.delayed.remove(first)).isTrue();
		assertThat(this.delayed.remove(first)).isFalse();
		assertThat(this.delayed.remove(second)).isFalse();
		assertThat(this.delayed.enqueueNow(second)).isEqualTo(DelayedOutcome.GONE);
		assertThat(this.delayed.count(AT)).isEqualTo(2);
		assertThat(this.delayed.enqueueNow(place(0))).isEqualTo(DelayedOutcome.ENQUEUED);
	}

	@Test
	void whoeverTakesOneOfEqualJobsFirstIsTheOnlyOne() throws Exception {
		delay(1, 1, 1);
		DelayedPlace place = place(0);
		List<Callable<Boolean>> tries = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			tries.add(() -> template().delayed().enqueueNow(place) == DelayedOutcome.ENQUEUED);
			tries.add(() -> template().delayed().remove(place));
		}
		assertThat(succeeded(tries)).isOne();
		assertThat(this.delayed.count()).isEqualTo(2);
	}

	@Test
	void noHookRunsForAFormThatIsSentTwice() {
		delay(1, 1);
		List<Job> asked = new ArrayList<>();
		DelayedOperations hooked = template(new JobHooks() {

			@Override
			public boolean beforeEnqueue(Job job) {
				asked.add(job);
				return true;
			}

		}).delayed();
		DelayedPlace place = place(0);
		assertThat(hooked.enqueueNow(place)).isEqualTo(DelayedOutcome.ENQUEUED);
		assertThat(hooked.enqueueNow(place)).isEqualTo(DelayedOutcome.GONE);
		assertThat(asked).hasSize(1);
	}

	@Test
	void theJobOfAPlaceIsFound() {
		delay(1, 2);
		DelayedPlace place = place(1);
		assertThat(this.delayed.remove(place(0))).isTrue();
		assertThat(this.delayed.find(place))
			.hasValueSatisfying((found) -> assertThat(found.job().args()).isEqualTo(List.of(2)));
		assertThat(this.delayed.remove(place)).isTrue();
		assertThat(this.delayed.find(place)).isEmpty();
	}

	@Test
	void aJobIsFoundWhereOthersHaveGoneBeforeIt() {
		delay(1, 2, 3, 4);
		DelayedPlace third = place(2);
		DelayedPlace second = place(1);
		assertThat(this.delayed.remove(place(0))).isTrue();
		assertThat(this.delayed.enqueueNow(third)).isEqualTo(DelayedOutcome.ENQUEUED);
		assertThat(this.delayed.enqueueNow(third)).isEqualTo(DelayedOutcome.GONE);
		assertThat(this.delayed.remove(third)).isFalse();
		assertThat(this.delayed.remove(second)).isTrue();
		assertThat(this.delayed.entries(AT, 0, 9)).extracting(DelayedEntry::args).containsExactly("[4]");
		assertThat(this.redis.opsForList().range("resque:queue:file_serve", 0, -1))
			.containsExactly("{\"class\":\"Archive\",\"args\":[3]}");
	}

	@Test
	void aJobOfAnotherSecondIsNotTouched() {
		delay(1);
		DelayedPlace place = place(0);
		DelayedPlace elsewhere = new DelayedPlace(AT.plusSeconds(1), 0, place.id());
		assertThat(this.delayed.remove(elsewhere)).isFalse();
		assertThat(this.delayed.enqueueNow(elsewhere)).isEqualTo(DelayedOutcome.GONE);
		assertThat(this.delayed.remove(new DelayedPlace(AT, 0, "0".repeat(40)))).isFalse();
		assertThat(this.delayed.count(AT)).isOne();
	}

	@Test
	void manyAtOnceEnqueueAJobOnce() throws Exception {
		delay(1);
		DelayedPlace place = place(0);
		List<Callable<Boolean>> tries = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			tries.add(() -> template().delayed().enqueueNow(place) == DelayedOutcome.ENQUEUED);
			tries.add(() -> template().delayed().remove(place));
		}
		assertThat(succeeded(tries)).isOne();
		assertThat(this.delayed.count()).isZero();
		assertThat(this.resque.size("file_serve")).isLessThanOrEqualTo(1);
	}

	@Test
	void whatCannotGoToAQueueStaysAndCanBeRemoved() {
		this.redis.opsForList().rightPush(LIST, "no json");
		this.redis.opsForList().rightPush(LIST, "{\"class\":\"Foreign\",\"args\":[]}");
		this.redis.opsForZSet().add(SECONDS, "4102444800", AT.getEpochSecond());
		assertThat(this.delayed.enqueueNow(place(0))).isEqualTo(DelayedOutcome.NO_QUEUE);
		assertThat(this.delayed.enqueueNow(place(1))).isEqualTo(DelayedOutcome.NO_QUEUE);
		assertThat(this.delayed.count(AT)).isEqualTo(2);
		assertThat(this.delayed.remove(place(0))).isTrue();
		assertThat(this.delayed.remove(place(0))).isTrue();
		assertThat(this.delayed.countSeconds()).isZero();
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	void hooksHaveTheirSay() {
		delay(1, 2);
		DelayedOperations hooked = template(new JobHooks() {

			@Override
			public boolean beforeEnqueue(Job job) {
				if (job.args().equals(List.of(2))) {
					throw new IllegalStateException("no");
				}
				return false;
			}

		}).delayed();
		DelayedPlace second = place(1);
		assertThat(hooked.enqueueNow(place(0))).isEqualTo(DelayedOutcome.GIVEN_UP);
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> hooked.enqueueNow(second))
			.withMessageContaining("a hook failed; it waits another minute")
			.withRootCauseInstanceOf(IllegalStateException.class);
		assertThat(this.delayed.next()).hasValueSatisfying(
				(next) -> assertThat(next).isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(2))));
		assertThat(this.resque.size("file_serve")).isZero();
	}

	@Test
	void whatIsNoSecondIsPassedOver() {
		delay(1);
		this.redis.opsForZSet().add(SECONDS, "no second", 1);
		this.redis.opsForZSet().add(SECONDS, "", 2);
		assertThat(this.delayed.seconds(0, 9)).containsExactly(Map.entry(AT, 1L));
		assertThat(this.delayed.count()).isOne();
	}

	@Test
	void inlineModeChangesNothing() {
		delay(1);
		ResqueTemplate inline = new ResqueTemplate(this.resqueRedis, TestJobs.registry(), TestJobs.codec(), List.of(),
				new JobPerformer(TestJobs.registry(), List.of()));
		assertThat(inline.delayed().remove(place(0))).isFalse();
		assertThat(inline.delayed().enqueueNow(place(0))).isEqualTo(DelayedOutcome.GONE);
		assertThat(this.delayed.count()).isOne();
	}

	private static int succeeded(List<Callable<Boolean>> tries) throws Exception {
		int done = 0;
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			for (Future<Boolean> result : threads.invokeAll(tries)) {
				done += result.get() ? 1 : 0;
			}
		}
		finally {
			threads.shutdownNow();
		}
		return done;
	}

	private void delay(int... args) {
		for (int arg : args) {
			this.resque.enqueueAt(AT, Archive.class, arg);
		}
	}

	private DelayedPlace place(int index) {
		return this.delayed.entries(AT, index, 1).get(0).place();
	}

}
