package io.resque.schedule;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.ScheduleEvent;
import io.resque.redis.ResqueRedis;
import io.resque.redis.SchedulerLock;
import io.resque.redis.Term;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class LeadershipTests {

	private static final String KEY = "resque:resque:resque_scheduler_master_lock";

	private final ResqueRedis resque;

	private final StringRedisTemplate redis;

	private final RecordedEvents events = new RecordedEvents();

	LeadershipTests(RedisServer server) {
		this.resque = server.redis("resque");
		this.redis = server.template();
	}

	@Test
	void oneHasTheLockAndKeepsItInRubysKeyAndForm() {
		Leadership one = leadership("one:1", "10S");
		Leadership two = leadership("two:2", "10S");
		Term term = one.renew();
		assertThat(term).isNotNull();
		assertThat(two.renew()).isNull();
		assertThat(this.redis.opsForValue().get(KEY)).isEqualTo("one:1");
		this.redis.expire(KEY, Duration.ofSeconds(1));
		assertThat(one.renew()).isEqualTo(term);
		assertThat(this.redis.getExpire(KEY)).isBetween(8L, 10L);
		assertThat(two.untilNextLook()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
		assertThat(this.events.of(ScheduleEvent.class)).containsExactly(new ScheduleEvent.Leading("one:1", null),
				new ScheduleEvent.Following("one:1"));
	}

	@Test
	void aLockThatIsGivenBackIsFreeAtOnce() {
		Leadership one = leadership("one:1", "10S");
		Leadership two = leadership("two:2", "10S");
		Term first = one.renew();
		one.stepDown();
		one.stepDown();
		assertThat(this.redis.hasKey(KEY)).isFalse();
		Term second = two.renew();
		assertThat(second.number()).isGreaterThan(first.number());
		assertThat(one.renew()).isNull();
		assertThat(this.events.of(ScheduleEvent.class)).contains(new ScheduleEvent.SteppedDown(false));
	}

	@Test
	void whoDoesNotKeepItInTimeHasLostIt() {
		Leadership one = leadership("one:1", "3S");
		Leadership two = leadership("two:2", "3S");
		one.renew();
		two.renew();
		assertThat(two.untilNextLook()).isEqualTo(Duration.ofSeconds(2));
		this.redis.expire(KEY, Duration.ofMillis(100));
		two.renew();
		assertThat(two.untilNextLook()).isLessThan(Duration.ofMillis(200));
		await().until(() -> two.renew() != null);
		assertThat(one.renew()).isNull();
		one.stepDown();
		assertThat(this.redis.opsForValue().get(KEY)).isEqualTo("two:2");
		assertThat(this.events.of(ScheduleEvent.class)).contains(new ScheduleEvent.SteppedDown(true));
	}

	@Test
	void aPauseDuringWhichNobodyTookOverEndsNoTerm() {
		Leadership one = leadership("one:1", "3S");
		Term term = one.renew();
		this.redis.delete(KEY);
		assertThat(one.renew()).isEqualTo(term);
		this.redis.delete(KEY);
		this.redis.delete("resque:spring:scheduler");
		assertThat(one.renew().number()).isGreaterThan(term.number());
	}

	@Test
	void aProcessOfTheSameNameTakesOverAndTheOlderOneSeesIt() {
		Leadership one = leadership("pod:1", "10S");
		Leadership restarted = leadership("pod:1", "10S");
		Term first = one.renew();
		Term second = restarted.renew();
		assertThat(second.number()).isGreaterThan(first.number());
		for (int i = 0; i < 3; i++) {
			assertThat(one.renew()).isNull();
			assertThat(restarted.renew()).isEqualTo(second);
		}
		restarted.stepDown();
		assertThat(one.renew()).isNotNull();
	}

	@Test
	void whoWasBusyKeepsTheLockBeforeActing() {
		Leadership one = leadership("one:1", "10S");
		Term term = one.renew();
		this.redis.delete(KEY);
		assertThat(one.current()).isEqualTo(term);
		assertThat(this.redis.hasKey(KEY)).as("kept a moment ago").isFalse();
		await().until(() -> one.current() != null && this.redis.hasKey(KEY));
		this.redis.opsForValue().set(KEY, "localhost:5316");
		await().until(() -> one.current() == null);
	}

	@Test
	void aLockOfRubyIsRespectedAndItsEndTold() {
		this.redis.opsForValue().set(KEY, "localhost:5316", Duration.ofSeconds(180));
		Leadership one = leadership("one:1", "10S");
		assertThat(one.renew()).isNull();
		assertThat(this.redis.getExpire(KEY)).isGreaterThan(170);
		assertThat(new SchedulerLock(this.resque, "").holder()).contains("localhost:5316");
		assertThat(new SchedulerLock(this.resque, "").release()).isTrue();
		assertThat(one.renew()).isNotNull();
		assertThat(this.events.of(ScheduleEvent.class)).containsExactly(new ScheduleEvent.Following("localhost:5316"),
				new ScheduleEvent.Leading("one:1", "localhost:5316"));
	}

	@Test
	void aPrefixMakesItAnotherLockAndScriptsMayBeFlushed() {
		SchedulerLock lock = new SchedulerLock(this.resque, "app1");
		assertThat(lock.lead("one:1", null, Duration.ofSeconds(10)).term()).isNotNull();
		assertThat(this.redis.opsForValue().get("resque:resque:app1:resque_scheduler_master_lock")).isEqualTo("one:1");
		this.redis.execute((connection) -> {
			connection.scriptingCommands().scriptFlush();
			return null;
		}, false);
		assertThat(lock.lead("two:2", null, Duration.ofSeconds(10)).term()).isNull();
	}

	private Leadership leadership(String holder, String timeout) {
		return new Leadership(new SchedulerLock(this.resque, ""), holder, Duration.parse("PT" + timeout),
				this.events.events());
	}

}
