package io.resque;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.JobEvent;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Read this first: one job from the call to its acknowledgement, and what is in Redis on
 * the way. docs/internals.md tells the same in words.
 */
@ExtendWith(RedisServerExtension.class)
class FollowOneJobTests {

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	FollowOneJobTests(RedisServer server) {
		this.redis = server.template();
		this.resque = server.redis("resque");
	}

	@Test
	void fromTheCallToTheAcknowledgement() {
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		try (var context = new AnnotationConfigApplicationContext(Archive.class)) {
			JobRegistry registry = new JobRegistry(new JobScanner(context.getBeanFactory(), codec.json()).scan());
			ResqueTemplate template = new ResqueTemplate(this.resque, registry, codec, List.of(), null);

			template.enqueue(Archive.class, 44, "masterbrew");
			assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("file_serve");
			assertThat(this.redis.opsForList().range("resque:queue:file_serve", 0, -1))
				.containsExactly("{\"class\":\"Archive\",\"args\":[44,\"masterbrew\"]}");

			Archive archive = context.getBean(Archive.class);
			archive.redis = this.redis;
			TestWorkers workers = new TestWorkers(this.resque).job("Archive", "file_serve",
					registry.find("Archive").orElseThrow().method());
			WorkerContainer container = workers.container();
			container.start();
			await().until(() -> workers.events().of(JobEvent.Performed.class).size() == 1);

			assertThat(archive.seen).containsExactly(
					"44 masterbrew, queued: 0, in flight: [1-1:10:file_serve{\"class\":\"Archive\",\"args\":[44,\"masterbrew\"]}]");
			assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
			assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo("1");
			container.stop();
			assertThat(this.redis.keys("resque:*")).containsExactlyInAnyOrder("resque:queues", "resque:stat:processed",
					"resque:pruning_dead_workers_in_progress", "resque:spring:tokens");
		}
	}

	@ResqueJob(queue = "file_serve")
	static class Archive {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private StringRedisTemplate redis;

		void perform(int repoId, String branch) {
			this.redis.keys("resque:spring:inflight:*").forEach((key) -> {
				Map<Object, Object> inFlight = this.redis.opsForHash().entries(key);
				this.seen
					.add(repoId + " " + branch + ", queued: " + this.redis.opsForList().size("resque:queue:file_serve")
							+ ", in flight: " + inFlight.values());
			});
		}

	}

}
