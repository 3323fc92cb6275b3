package io.resque.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.classic.ClassicApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real processes that are started as in Ruby: in the background, under a supervisor, with
 * a pid file; killed, interrupted and orphaned.
 */
class ClassicStartTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final OwnRedis server = OwnRedis.start();

	private final StringRedisTemplate redis = this.server.template();

	@TempDir
	private Path directory;

	private Path pidFile;

	@BeforeEach
	void namePidFile() {
		this.pidFile = this.directory.resolve("resque.pid");
	}

	@AfterEach
	void close() throws IOException {
		if (Files.exists(this.pidFile)) {
			ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
		}
		this.server.close();
	}

	@Test
	void inTheBackgroundAWorkerWithoutAWebServerKeepsItsPidFileUntilItIsTerminated() throws Exception {
		try (WorkerJvm command = start(Map.of("QUEUE", "*", "BACKGROUND", "yes", "VERBOSE", "1"))) {
			assertThat(command.awaitEnd(60)).isTrue();
			assertThat(command.exitCode()).isZero();
			assertThat(this.pidFile).as("at once, for a script that goes on").hasContent(command.log());
			push(note(1));
			await().atMost(LONG).until(() -> !notes().isEmpty());
			long pid = pid();
			assertThat(command.log()).as("what the terminal shows").isEqualTo(pid + "\n");
			assertThat(Files.readString(this.pidFile)).isEqualTo(pid + "\n");
			assertThat(notes()).containsExactly("1:" + pid + ":AnnotationConfigApplicationContext");
			assertThat(this.redis.opsForSet().members("resque:workers")).singleElement().asString().endsWith("-1:*");
			ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
			worker.destroy();
			await().atMost(LONG).until(() -> hasEnded(worker));
			assertThat(this.pidFile).doesNotExist();
			assertThat(this.redis.keys("resque:worker*")).isEmpty();
		}
	}

	@Test
	void aSupervisorReplacesAKilledWorkerAndStopsAllWhenItIsInterrupted() throws Exception {
		try (WorkerJvm supervisor = start(Map.of("QUEUE", "jobs", "COUNT", "2", "TERM_CHILD", "1"))) {
			await().atMost(LONG).until(() -> workers() == 2);
			assertThat(pid()).isEqualTo(supervisor.pid());
			List<ProcessHandle> first = supervisor.children();
			assertThat(first).hasSize(2);
			first.get(0).destroyForcibly();
			await().atMost(LONG).until(() -> supervisor.log().split("Workers started").length == 4);
			List<ProcessHandle> second = supervisor.children();
			assertThat(second).hasSize(2).contains(first.get(1)).doesNotContain(first.get(0));
			assertThat(supervisor.log().split("Classic start-up: ")).as("the supervisor and three workers").hasSize(5);
			assertThat(supervisor.log()).doesNotContain("Tomcat")
				.contains("COUNT=2: 2 worker processes under a supervisor",
						"(pid " + first.get(0).pid() + ") ended with exit code 137. It is started again in 0 s");
			push(note(1));
			await().atMost(LONG).until(() -> !notes().isEmpty());
			for (String signal : List.of("USR1", "USR2", "CONT")) {
				supervisor.signal(signal);
				await().atMost(LONG)
					.until(() -> supervisor.log().split("Signal " + signal + " received", -1).length - 1 == 3);
			}
			assertThat(supervisor.children()).containsExactlyInAnyOrderElementsOf(second);
			supervisor.signal("INT");
			assertThat(supervisor.awaitEnd(60)).isTrue();
			assertThat(second).allMatch(ClassicStartTests::hasEnded);
			assertThat(supervisor.log()).contains("Supervisor stops, and waits for 2 worker processes");
			assertThat(this.pidFile).doesNotExist();
		}
	}

	@Test
	void workersStopInOrderWhenTheirSupervisorIsKilled() throws Exception {
		try (WorkerJvm supervisor = start(Map.of("QUEUE", "jobs", "COUNT", "2"))) {
			await().atMost(LONG).until(() -> workers() == 2);
			push("{\"class\":\"Slow\",\"args\":[1,3000]}");
			await().atMost(LONG).until(() -> Boolean.TRUE.equals(this.redis.hasKey("test:started")));
			List<ProcessHandle> workers = supervisor.children();
			supervisor.kill();
			await().atMost(LONG).until(() -> workers.stream().allMatch(ClassicStartTests::hasEnded));
			assertThat(supervisor.log()).contains("Supervisor " + supervisor.pid() + " is gone");
			assertThat(notes()).as("the running job ended").hasSize(1);
			assertThat(workers()).isZero();
		}
	}

	private WorkerJvm start(Map<String, String> environment) {
		Map<String, String> all = new LinkedHashMap<>(environment);
		all.put("PIDFILE", this.pidFile.toString());
		all.put(ClassicApplication.TEST, Long.toString(ProcessHandle.current().pid()));
		return WorkerJvm.startWith(all, this.directory.resolve("output.log"), ClassicApplication.class,
				"--spring.data.redis.url=" + this.server.url(), "--server.port=0");
	}

	private long pid() throws IOException {
		return Long.parseLong(Files.readString(this.pidFile).strip());
	}

	private long workers() {
		Long workers = this.redis.opsForSet().size("resque:workers");
		return (workers != null) ? workers : 0;
	}

	private void push(String payload) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPush("resque:queue:jobs", payload);
	}

	private List<String> notes() {
		return this.redis.opsForList().range("test:notes", 0, -1);
	}

	private static String note(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	/** Whoever adopted it may not have noticed yet that it has. */
	private static boolean hasEnded(ProcessHandle process) {
		try {
			return !process.isAlive()
					|| Files.readString(Path.of("/proc/" + process.pid() + "/stat")).matches("(?s).*\\) Z .*");
		}
		catch (IOException ex) {
			return !process.isAlive();
		}
	}

}
