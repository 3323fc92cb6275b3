package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.loop.Outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Jobs, listeners and foreign keys that do what nobody should.
 */
@ExtendWith(RedisServerExtension.class)
class HostileSurroundingsTests {

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	private final WorkerStores stores;

	private WorkerContainer container;

	HostileSurroundingsTests(RedisServer server) {
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque"));
		this.stores = this.workers.stores();
		this.workers.job("Good", "q", (context) -> {
		});
	}

	@AfterEach
	void stop() {
		Thread.interrupted();
		this.workers.events().tell((event) -> {
		});
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void aListenerThatThrowsErrorsStopsNoLoop() {
		this.workers.events().tell((event) -> {
			throw new Error("whatever happens");
		});
		start();
		perform(1);
		perform(2);
	}

	@Test
	void aListenerThatLeavesItsThreadInterruptedStopsNoLoop() {
		this.workers.lease(Duration.ofSeconds(2));
		this.workers.events().tell((event) -> Thread.currentThread().interrupt());
		start();
		perform(1);
		perform(2);
	}

	@Test
	void anExceptionThatCannotBeDescribedFailsItsJob() {
		this.workers.job("Evil", "q", (context) -> {
			throw new RuntimeException() {
				@Override
				public String getMessage() {
					throw new StackOverflowError();
				}

				@Override
				public StackTraceElement[] getStackTrace() {
					throw new IllegalStateException();
				}
			};
		});
		push("Evil");
		push("Good");
		start();
		await().until(() -> "2".equals(this.redis.opsForValue().get("resque:stat:processed")));
		assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).singleElement().asString().contains("Evil");
		await().until(() -> this.workers.events().of(JobEvent.Failed.class).size() == 1);
	}

	@Test
	void aListenerMayWaitForWorkersThatReportToTheSameOutage() throws InterruptedException {
		CountDownLatch reported = new CountDownLatch(1);
		AtomicInteger waited = new AtomicInteger();
		this.workers.events().tell((event) -> {
			if (event instanceof WorkerEvent.RedisLost) {
				waited.set(awaits(reported) ? 1 : -1);
			}
		});
		Outage outage = new Outage(this.workers.events().events(), () -> {
		});
		Thread first = new Thread(() -> outage.fails("one", new IllegalStateException("gone")));
		first.start();
		await().until(() -> this.workers.events().of(WorkerEvent.RedisLost.class).size() == 1);
		Thread second = new Thread(() -> {
			outage.works("two");
			reported.countDown();
		});
		second.start();
		first.join();
		second.join();
		assertThat(waited).hasValue(1);
	}

	@Test
	void aThreadThatIsInterruptedStopsTheWorkersAllTheSame() {
		this.workers.job("Long", "q", (context) -> TimeUnit.SECONDS.sleep(20));
		this.workers.shutdownTimeout(Duration.ofMillis(200));
		push("Long");
		start();
		await().until(() -> inFlight() == 1);
		Thread.currentThread().interrupt();
		this.container.stop();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(this.redis.keys("resque:spring:*")).containsExactly("resque:spring:tokens");
		assertThat(this.redis.opsForList().size("resque:queue:q")).isEqualTo(1);
	}

	@Test
	void aJobMayStopItsOwnWorkers() {
		this.workers.job("Stop", "q", (context) -> this.container.stop());
		this.workers.shutdownTimeout(Duration.ofMillis(200));
		push("Stop");
		start();
		await().atMost(Duration.ofSeconds(20))
			.until(() -> !this.workers.events().of(WorkerEvent.Stopped.class).isEmpty() && !this.container.isRunning());
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(inFlight()).isZero();
	}

	@Test
	void noNewLeaseIsOpenedWhileTheWorkersStop() {
		this.workers.lease(Duration.ofSeconds(1));
		this.workers.events().tell((event) -> {
			if (event instanceof JobEvent.Performed) {
				awaits(new CountDownLatch(1));
			}
		});
		start();
		perform(1);
		this.container.stop();
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(this.workers.events().of(WorkerEvent.Started.class)).hasSize(1);
	}

	@Test
	void workersStartWhenADeadForeignWorkerCannotBePruned() {
		String foreign = "ruby:1:q";
		this.redis.opsForSet().add("resque:workers", foreign);
		this.redis.opsForHash().put("resque:workers:heartbeat", foreign, "2001-01-01T00:00:00+00:00");
		this.redis.opsForValue()
			.set("resque:worker:" + foreign, "{\"queue\":\"q\",\"payload\":{\"class\":\"Good\",\"args\":[]}}");
		this.redis.opsForValue().set("resque:failed", "no list");
		start();
		perform(1);
		await().until(() -> this.redis.opsForSet().size("resque:workers") == 2);
		assertThat(this.stores.leases().holders()).hasSize(1);
	}

	@Test
	void workersPerformWhenTheyCannotBeRegistered() {
		this.redis.opsForValue().set("resque:workers", "no set");
		this.redis.opsForValue().set("resque:workers:heartbeat", "no hash");
		start();
		perform(1);
		assertThat(this.stores.leases().holders()).hasSize(1);
	}

	@Test
	void aFullRedisIsEmptied() {
		this.workers.lease(Duration.ofSeconds(1)).job("Note", "q", (context) -> TimeUnit.MILLISECONDS.sleep(500));
		for (int i = 0; i < 6; i++) {
			push("Note");
		}
		start();
		await().until(() -> inFlight() == 1);
		try {
			config("maxmemory-policy", "noeviction");
			config("maxmemory", "1");
			await().atMost(Duration.ofSeconds(15))
				.until(() -> "6".equals(this.redis.opsForValue().get("resque:stat:processed")));
		}
		finally {
			config("maxmemory", "0");
		}
	}

	@Test
	void suspectsDoNotWaitForTheNextPollOneAfterTheOther() {
		this.workers.pool(5, 0, "q").pollInterval(Duration.ofMillis(500));
		this.workers.job("Suspect", "q", (context) -> {
		});
		for (int i = 0; i < 40; i++) {
			String payload = "{\"class\":\"Suspect\",\"args\":[" + i + "]}";
			this.redis.opsForList().rightPush("resque:queue:q", payload);
			this.redis.opsForZSet().add("resque:spring:suspects", sha1(payload), 9e15);
		}
		start();
		await().until(() -> "40".equals(this.redis.opsForValue().get("resque:stat:processed")));
	}

	private static String sha1(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean awaits(CountDownLatch latch) {
		try {
			return latch.await(2, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private void start() {
		this.container = this.workers.container();
		this.container.start();
	}

	private void perform(int count) {
		push("Good");
		await().until(() -> Integer.toString(count).equals(this.redis.opsForValue().get("resque:stat:processed")));
	}

	private void push(String name) {
		this.redis.opsForSet().add("resque:queues", "q");
		this.redis.opsForList().rightPush("resque:queue:q", "{\"class\":\"" + name + "\",\"args\":[]}");
	}

	private long inFlight() {
		return this.redis.keys("resque:spring:inflight:*").size();
	}

	private void config(String name, String value) {
		try (RedisConnection connection = this.redis.getRequiredConnectionFactory().getConnection()) {
			connection.serverCommands().setConfig(name, value);
		}
	}

}
