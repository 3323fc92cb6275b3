package io.resque.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Somebody interrupts the thread of a slot, as the time limit of a job does that has just
 * ended.
 */
@ExtendWith(RedisServerExtension.class)
class StrayInterruptTests {

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	StrayInterruptTests(RedisServer server) {
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque")).pool(1, 0, "jobs");
	}

	@Test
	void everyJobIsStartedOnce() {
		List<Object> performed = new CopyOnWriteArrayList<>();
		AtomicReference<Thread> slot = new AtomicReference<>(new Thread());
		WorkerContainer container = this.workers.jobThatRunsOnce("Once", "jobs", (context) -> {
			slot.set(Thread.currentThread());
			performed.add(context.job().args().get(0));
		}).container();
		this.redis.opsForList()
			.rightPushAll("resque:queue:jobs",
					IntStream.range(0, 300).mapToObj((i) -> "{\"class\":\"Once\",\"args\":[" + i + "]}").toList());
		ScheduledExecutorService stranger = Executors.newSingleThreadScheduledExecutor();
		stranger.scheduleAtFixedRate(() -> slot.get().interrupt(), 1, 1, TimeUnit.MILLISECONDS);
		try {
			container.start();
			await().until(() -> performed.size() >= 200 || !this.redis.hasKey("resque:queue:jobs"));
			stranger.shutdownNow();
			await().until(() -> performed.size() >= 300);
			await().until(() -> "300".equals(this.redis.opsForValue().get("resque:stat:processed")));
			assertThat(performed).doesNotHaveDuplicates().hasSize(300);
		}
		finally {
			stranger.shutdownNow();
			container.stop();
		}
	}

}
