package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.redis.InFlightStore;
import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Stopping with jobs that run, and losing the lease while they do.
 */
@ExtendWith(RedisServerExtension.class)
class StopTests {

	private static final String STUCK = "{\"class\":\"Stuck\",\"args\":[1]}";

	private static final String ONCE = "{\"class\":\"Once\",\"args\":[2]}";

	private static final String GOOD = "{\"class\":\"Good\",\"args\":[]}";

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger failureHooks = new AtomicInteger();

	private WorkerContainer container;

	StopTests(RedisServer server) {
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque")).pool(1, 3, "jobs")
			.shutdownTimeout(Duration.ZERO)
			.job("Good", "jobs", (context) -> {
			})
			.job("Stuck", "jobs", this::hang)
			.jobThatRunsOnce("Once", "jobs", this::hang)
			.hooks(new JobHooks() {
				@Override
				public void onFailure(JobContext context, Throwable failure) {
					StopTests.this.failureHooks.incrementAndGet();
				}
			});
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void aJobThatDoesNotEndInTimeGoesBackToTheHeadOfItsQueue() throws InterruptedException {
		push(STUCK, GOOD);
		start();
		this.running.await();
		this.container.stop();
		assertThat(queue()).containsExactly(STUCK, GOOD);
		assertThat(failed()).isEmpty();
		assertThat(this.failureHooks).as("a job that goes back has not failed").hasValue(0);
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(this.redis.hasKey("resque:stat:processed")).isFalse();
		assertThat(this.workers.events().of(WorkerEvent.Stopped.class)).containsExactly(new WorkerEvent.Stopped(true));
	}

	/** Over a connection that is closed by then: its answer is nobody's. */
	@Test
	void whatAFetchBringsBetweenTheLastLookAndTheEndOfTheLeaseGoesBackToo() throws InterruptedException {
		push(STUCK);
		start();
		this.running.await();
		push(GOOD);
		String process = this.redis.opsForZSet().range("resque:spring:leases", 0, -1).iterator().next();
		this.workers.events().tell((event) -> {
			if (event instanceof WorkerEvent.GivenBack
					&& this.workers.events().of(WorkerEvent.GivenBack.class).size() == 1) {
				this.workers.stores()
					.inFlight()
					.fetch(process, "1-99", List.of("jobs"), new InFlightStore.FetchLimit(1, 1000, true));
			}
		});
		this.container.stop();
		assertThat(queue()).containsExactly(STUCK, GOOD);
		assertThat(this.workers.events().of(WorkerEvent.GivenBack.class)).hasSize(2);
		assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
		assertThat(this.workers.events().of(WorkerEvent.Stopped.class)).containsExactly(new WorkerEvent.Stopped(true));
	}

	@Test
	void aJobThatMustNotRunTwiceFailsOnceAsADirtyExit() throws InterruptedException {
		push(ONCE, GOOD);
		start();
		this.running.await();
		this.container.stop();
		assertThat(queue()).containsExactly(GOOD);
		assertThat(failed()).singleElement()
			.asString()
			.contains("\"payload\":" + ONCE, "\"exception\":\"Resque::DirtyExit\"",
					"\"error\":\"Job still being processed\",\"backtrace\":[]", "\"queue\":\"jobs\"");
		assertThat(this.workers.events().of(JobEvent.Failed.class)).hasSize(1);
		assertThat(this.redis.hasKey("resque:stat:failed")).isFalse();
		assertThat(this.failureHooks).hasValue(1);
		assertThat(this.redis.keys("resque:spring:*")).containsExactly("resque:spring:tokens");
	}

	@Test
	void aJobThatDoesNotHeedTheInterruptGoesBackToo() throws InterruptedException {
		this.workers.job("Deaf", "jobs", (context) -> {
			this.running.countDown();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
		});
		push("{\"class\":\"Deaf\",\"args\":[]}");
		start();
		this.running.await();
		this.container.stop();
		assertThat(queue()).containsExactly("{\"class\":\"Deaf\",\"args\":[]}");
		this.release.countDown();
		assertThat(this.redis.hasKey("resque:stat:processed")).isFalse();
	}

	@Test
	void aJobThatEndsInTimeIsPerformed() throws InterruptedException {
		this.workers.shutdownTimeout(Duration.ofSeconds(10));
		push(STUCK, GOOD, GOOD);
		start();
		this.running.await();
		Thread stopping = new Thread(this.container::stop);
		stopping.start();
		await().until(() -> queue().size() == 2);
		this.release.countDown();
		stopping.join();
		assertThat(queue()).containsExactly(GOOD, GOOD);
		assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo("1");
		assertThat(failed()).isEmpty();
	}

	@Test
	void aLostLeaseIsFollowedByANewLifeAndTheResultOfTheOldOneChangesNothing() throws InterruptedException {
		this.workers.lease(Duration.ofSeconds(1));
		push(STUCK);
		start();
		this.running.await();
		Set<String> before = this.redis.opsForSet().members("resque:workers");
		this.redis.delete(List.of("resque:spring:leases"));
		await().until(() -> this.workers.events().of(WorkerEvent.Started.class).size() == 2);
		assertThat(this.workers.events().of(WorkerEvent.LeaseLost.class)).singleElement()
			.satisfies((event) -> assertThat(event.jobs()).singleElement().asString().contains("Stuck"));
		assertThat(this.workers.events().of(WorkerEvent.Started.class).get(1).workerIds())
			.doesNotContainAnyElementsOf(before);
		List<String> processed = List.of(String.valueOf(this.redis.opsForValue().get("resque:stat:processed")));
		this.redis.delete(this.redis.keys("resque:spring:inflight:*"));
		this.release.countDown();
		await().until(() -> this.workers.events().of(JobEvent.LateResult.class).size() == 1);
		assertThat(String.valueOf(this.redis.opsForValue().get("resque:stat:processed"))).isEqualTo(processed.get(0));
		push(GOOD);
		await().until(() -> "1".equals(this.redis.opsForValue().get("resque:stat:processed")));
	}

	@Test
	void stoppingIsAnnouncedAlsoWhenRedisNeverCame() {
		LettuceConnectionFactory nowhere = ResqueConnections.like(new LettuceConnectionFactory("127.0.0.1", 1),
				Duration.ofSeconds(1));
		nowhere.afterPropertiesSet();
		nowhere.start();
		TestWorkers lonely = new TestWorkers(new ResqueRedis(nowhere, new Keyspace("resque"))).job("Good", "jobs",
				(context) -> {
				});
		this.container = lonely.container();
		this.container.start();
		await().until(() -> !lonely.events().of(WorkerEvent.RedisLost.class).isEmpty());
		this.container.stop();
		nowhere.destroy();
		assertThat(lonely.events().of(WorkerEvent.RedisLost.class)).hasSize(1);
		assertThat(lonely.events().of(WorkerEvent.Stopped.class)).hasSize(1);
	}

	private void hang(JobContext context) throws InterruptedException {
		this.running.countDown();
		this.release.await();
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private void push(String... payloads) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPushAll("resque:queue:jobs", payloads);
	}

	private List<String> queue() {
		return this.redis.opsForList().range("resque:queue:jobs", 0, -1);
	}

	private List<String> failed() {
		return this.redis.opsForList().range("resque:failed", 0, -1);
	}

}
