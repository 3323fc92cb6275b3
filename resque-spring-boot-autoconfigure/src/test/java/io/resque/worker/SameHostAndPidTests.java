package io.resque.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.WorkerEvent;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A container that was killed starts again with the same host name and process id (always
 * 1 there): it is somebody else.
 */
@ExtendWith(RedisServerExtension.class)
class SameHostAndPidTests {

	private static final String DEAD = "dddddddddddddddd";

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	SameHostAndPidTests(RedisServer server) {
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque"));
	}

	@Test
	void theJobsOfItsFormerLifeAreRecoveredAndItsFormerWorkersGo() {
		List<Object> performed = new CopyOnWriteArrayList<>();
		long pid = ProcessHandle.current().pid();
		String ghost = "box.dddddd:" + pid + "-1:jobs";
		WorkerStores stores = this.workers.stores();
		this.redis.opsForList().rightPushAll("resque:queue:jobs", job(1), job(2), job(3));
		stores.leases().open(DEAD, Duration.ofSeconds(2), Map.of("host", "box", "pid", Long.toString(pid)));
		stores.workers().register(DEAD, List.of(ghost), "2026-11-20 15:00:24 +0000");
		stores.inFlight().fetch(DEAD, "1-1", List.of("jobs"), new FetchLimit(2, 1000, true));
		WorkerContainer reborn = this.workers.lease(Duration.ofSeconds(2))
			.job("Note", "jobs", (context) -> performed.add(context.job().args().get(0)))
			.container();
		reborn.start();
		try {
			await().until(() -> performed.contains(3));
			assertThat(performed).containsExactly(3);
			await().atMost(Duration.ofSeconds(20)).until(() -> performed.size() == 3);
			assertThat(performed).containsExactly(3, 1, 2);
			assertThat(this.redis.opsForSet().members("resque:workers")).hasSize(1).doesNotContain(ghost);
			assertThat(this.workers.events().of(WorkerEvent.Recovered.class)).hasSize(1);
			assertThat(this.redis.hasKey("resque:failed")).isFalse();
		}
		finally {
			reborn.stop();
		}
	}

	private static String job(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

}
