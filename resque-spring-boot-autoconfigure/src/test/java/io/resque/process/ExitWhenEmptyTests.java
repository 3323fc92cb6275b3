package io.resque.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.example.forked.ForkApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.WorkerEvent;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.testsupport.WorkerJvm;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class ExitWhenEmptyTests {

	private final RedisServer server;

	private final StringRedisTemplate redis;

	@TempDir
	private Path directory;

	ExitWhenEmptyTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@Test
	void theProcessEndsWithZeroWhenAllIsDoneWhoeverEnqueuedIt() throws InterruptedException {
		String[] jobs = IntStream.range(0, 300)
			.mapToObj((number) -> "{\"class\":\"Note\",\"args\":[" + number + "]}")
			.toArray(String[]::new);
		this.redis.opsForList().rightPushAll("resque:queue:jobs", jobs);
		this.redis.opsForList().rightPushAll("resque:queue:reports", jobs);
		this.redis.opsForList().rightPush("resque:queue:jobs", "{\"class\":\"Chain\",\"args\":[4]}");
		Path status = this.directory.resolve("status");
		Path log = this.directory.resolve("log");
		try (WorkerJvm process = WorkerJvm.start(log, ForkApplication.class, List.of(),
				"--spring.data.redis.url=" + this.server.url(), "--spring.main.web-application-type=none",
				"--resque.worker.queues=jobs,reports", "--resque.worker.pools.patterns.queues=new-*",
				"--resque.process.exit-when-empty=true", "--resque.process.status-file=" + status)) {
			await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(status));
			assertThat(process.awaitEnd(60)).isTrue();
			assertThat(process.log()).contains("Nothing is left to take from the queues and all jobs are done",
					"Workers stopped");
			assertThat(process.exitCode()).isZero();
		}
		assertThat(this.redis.opsForList().size("test:notes")).isEqualTo(605);
		assertThat(this.redis.keys("resque:queue:*")).isEmpty();
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
		assertThat(this.directory).isDirectoryNotContaining((file) -> !file.equals(log));
	}

	@Test
	void queuesThatAreEmptyFromTheBeginningEndItOnce() {
		TestWorkers workers = new TestWorkers(this.server.redis("resque")).pool(1, 0, "q").job("Noop", "q", (run) -> {
		});
		WorkerContainer container = workers.container();
		AtomicInteger exits = new AtomicInteger();
		ExitWhenEmpty exit = new ExitWhenEmpty(container, exits::incrementAndGet, workers.events().events());
		assertThat(exit.isAutoStartup()).isFalse();
		container.start();
		exit.start();
		await().until(() -> exits.get() > 0);
		exit.stop();
		container.stop();
		assertThat(exits).hasValue(1);
		assertThat(workers.events().of(WorkerEvent.WorkedOff.class)).hasSize(1);
	}

	@Test
	void anApplicationWithoutJobsIsToldThatItGoesOn() {
		TestWorkers workers = new TestWorkers(this.server.redis("resque"));
		ExitWhenEmpty exit = new ExitWhenEmpty(workers.container(), () -> {
			throw new AssertionError("exits");
		}, workers.events().events());
		exit.start();
		assertThat(exit.isRunning()).isFalse();
		assertThat(workers.events().of(WorkerEvent.Doubtful.class)).singleElement()
			.satisfies((event) -> assertThat(event.message()).contains("exit-when-empty has no effect"));
	}

}
