package io.resque.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.ResqueInspector;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.RubyTime;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.testsupport.WorkerJvm;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Commands about real workers: ours in a process of its own, and a process that says that
 * it is one of Ruby's.
 */
@ExtendWith(RedisServerExtension.class)
class WorkerCommandsTests {

	private static final long NOBODY = 999_999_999;

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final WorkerCommands commands;

	WorkerCommandsTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		ResqueInspector inspector = new RedisResqueInspector(server.redis("resque"),
				new ResqueJson(JsonProfile.CLASSIC), "test",
				(worker, queue, payload, time) -> FailedEntry.ofAll(payload));
		this.commands = new WorkerCommands(inspector, Set.of("box"), new PrintStream(this.printed, true));
	}

	@Test
	void ourWorkerIsListedAndKilledAndItsJobComesBack() throws InterruptedException {
		assertThat(execute("list")).isEqualTo("None\n");
		try (WorkerJvm worker = WorkerJvm.start(this.server.url(), 2, 0, 1000)) {
			this.redis.opsForList().rightPush("resque:queue:jobs", "{\"class\":\"Slow\",\"args\":[1,60000]}");
			await().atMost(Duration.ofSeconds(60))
				.until(() -> this.redis.keys("resque:worker:box.*-?:jobs").size() == 1);
			String working = this.redis.keys("resque:worker:box.*-?:jobs").iterator().next().substring(14);
			assertThat(execute("list").lines()).hasSize(2)
				.contains(working + " (working)")
				.anyMatch((line) -> line.matches("box\\..*:" + worker.pid() + "-\\d:jobs \\(idle\\)"));
			assertThat(execute("kill", working))
				.isEqualTo("Killed process " + worker.pid() + " of " + working + "\nRemoved " + working + "\n");
			assertThat(worker.awaitEnd(5)).isTrue();
			assertThat(worker.exitCode()).isEqualTo(137);
			assertThat(this.redis.opsForSet().isMember("resque:workers", working)).isFalse();
		}
		WorkerContainer survivor = new TestWorkers(this.server.redis("resque")).pool(1, 0, "elsewhere")
			.lease(Duration.ofSeconds(1))
			.job("Noop", "elsewhere", (context) -> {
			})
			.container();
		survivor.start();
		await().atMost(Duration.ofSeconds(20))
			.until(() -> Long.valueOf(1).equals(this.redis.opsForList().size("resque:queue:jobs")));
		survivor.stop();
		assertThat(execute("list")).as("the other slot of the killed process is gone, too").isEqualTo("None\n");
	}

	@Test
	void aWorkerOfRubyIsKilledAndItsJobFails() throws Exception {
		Process process = new ProcessBuilder("sleep", "60").start();
		try {
			String id = register("box:" + process.pid() + ":low,high", Instant.now());
			this.redis.opsForValue().set("resque:worker:" + id, "{\"queue\":\"low\",\"payload\":{\"class\":\"A\"}}");
			assertThat(execute("list")).isEqualTo(id + " (working)\n");
			assertThat(execute("kill", id)).startsWith("Killed process " + process.pid());
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.redis.opsForSet().size("resque:workers")).isZero();
			assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).hasSize(1);
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void nothingIsKilledThatIsNotThatWorker() throws IOException {
		Process innocent = new ProcessBuilder("sleep", "60").start();
		try {
			Instant now = Instant.now();
			String unknown = "box:" + innocent.pid() + ":unknown";
			this.redis.opsForSet().add("resque:workers", unknown);
			Map<String, String> refused = Map.of( //
					register("other.0a1b2c:" + innocent.pid() + "-1:q", now), "runs on another machine", //
					register("other:" + innocent.pid() + ":q", now), "runs on another machine", //
					register("box.0a1b2c:" + NOBODY + "-1:q", now), "No process " + NOBODY + " runs here", //
					register("box:" + innocent.pid() + ":q", now.minusSeconds(10)), "it is another one", //
					unknown, "It cannot be told whether process " + innocent.pid() + " is the worker " + unknown, //
					register("box:" + ProcessHandle.current().pid() + ":q", now), "it is another one", //
					register("box:none:q", now), "no worker id with a process id", //
					"box:1:unknown", "No worker box:1:unknown is registered");
			refused.forEach((id, text) -> assertThatExceptionOfType(CommandException.class)
				.isThrownBy(() -> execute("kill", id))
				.withMessageContaining(text));
			assertThat(innocent.isAlive()).isTrue();
			assertThat(this.redis.opsForSet().size("resque:workers")).isEqualTo(7);
		}
		finally {
			innocent.destroyForcibly();
		}
	}

	@Test
	void anIdCannotTellTheTerminalWhatToDo() throws InterruptedException {
		register("box:7:a\u001b[2J\nb", Instant.now());
		assertThat(execute("list")).isEqualTo("box:7:a?[2J?b (idle)\n");
	}

	@Test
	void aWorkerIsRemovedOnceAndNotTwice() throws InterruptedException {
		String id = register("other:7:a,b", Instant.now());
		assertThat(execute("remove", id)).isEqualTo("Removed " + id + "\n");
		assertThat(this.redis.keys("resque:*")).isEmpty();
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> execute("remove", id))
			.withMessage("No worker other:7:a,b is registered. The ids are in: resque list");
	}

	private String register(String id, Instant started) {
		this.redis.opsForSet().add("resque:workers", id);
		this.redis.opsForValue().set("resque:worker:" + id + ":started", RubyTime.started(started));
		return id;
	}

	private String execute(String... words) throws InterruptedException {
		this.printed.reset();
		this.commands.execute(ResqueCommand.parse(List.of(words)));
		return this.printed.toString();
	}

}
