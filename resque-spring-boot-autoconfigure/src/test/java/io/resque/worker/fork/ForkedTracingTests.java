package io.resque.worker.fork;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.example.forked.ForkApplication;
import com.example.forked.TracedForkApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueOperations;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The log and the trace of a job that is performed in a child process.
 */
@ExtendWith(RedisServerExtension.class)
class ForkedTracingTests {

	private static final String CALL = "0123456789abcdef0123456789abcdef";

	private final RedisServer server;

	private final StringRedisTemplate redis;

	ForkedTracingTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@Test
	void theRunInTheChildBelongsToTheTraceThatTheJobCarries() {
		try (ConfigurableApplicationContext application = SpringApplication.run(TracedForkApplication.class,
				ForkApplication.arguments(List.of("--spring.data.redis.url=" + this.server.url(),
						"--resque.worker.concurrency=1", "--resque.worker.fork.spares=1",
						"--resque.child.main-class=" + TracedForkApplication.class.getName())))) {
			application.getBean(ResqueOperations.class)
				.push("logs", Map.of("class", "Log", "args", List.of(), "trace",
						Map.of("traceparent", "00-" + CALL + "-0123456789abcdef-01")));
			Map<Object, Object> log = await().atMost(Duration.ofSeconds(90))
				.until(() -> this.redis.opsForHash().entries("test:log"), (entries) -> !entries.isEmpty());
			assertThat(log).containsEntry("resque.queue", "logs")
				.containsEntry("resque.job", "Log")
				.containsEntry("traceId", CALL)
				.hasEntrySatisfying("resque.worker", (worker) -> assertThat((String) worker).endsWith(":logs"))
				.hasEntrySatisfying("pid",
						(pid) -> assertThat(pid).isNotEqualTo(Long.toString(ProcessHandle.current().pid())));
		}
	}

}
