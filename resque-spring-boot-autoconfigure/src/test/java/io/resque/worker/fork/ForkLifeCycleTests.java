package io.resque.worker.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.forked.ForkApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real parents with real children, which are killed, interrupted and misconfigured, and a
 * Redis that is restarted under them.
 */
class ForkLifeCycleTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String ONE_SPARE = "--resque.worker.fork.spares=1";

	/** What only one process can have, and what a child has, too. */
	private static final List<String> SPECIAL = List.of(
			"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
			"-Dcom.sun.management.jmxremote.port=0", "-Dcom.sun.management.jmxremote.authenticate=false",
			"-Dcom.sun.management.jmxremote.ssl=false", "-XX:+UseParallelGC", "-Dfork.system=from the JVM");

	private final OwnRedis server = OwnRedis.start();

	private final StringRedisTemplate redis = this.server.template();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void childrenOfAKilledParentAreGoneAndTheirJobsAreRecovered() throws IOException {
		List<ProcessHandle> children;
		try (WorkerJvm parent = start("one", "--resque.worker.concurrency=2", ONE_SPARE)) {
			push(slow(1, 60_000), "{\"class\":\"Deaf\",\"args\":[]}");
			await().atMost(LONG).until(() -> notes("started").size() == 2 && parent.children().size() == 3);
			children = parent.children();
			parent.kill();
		}
		await().atMost(Duration.ofSeconds(2)).until(() -> children.stream().allMatch(ForkLifeCycleTests::hasEnded));
		this.redis.delete("test:started");
		// Who recovers them needs no children for it, and is there much sooner.
		try (WorkerJvm survivor = start("two", "--resque.worker.concurrency=2", "--resque.worker.mode=thread")) {
			await().atMost(LONG).until(() -> notes("started").size() == 2);
			assertThat(survivor.log()).contains("died: 2 jobs are back in their queues");
		}
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	void aParentMayBeDebuggedAndAnInterruptFromATerminalIsForItToObey() throws Exception {
		Path sockets = Files.createDirectories(this.directory.resolve("with blank"));
		try (WorkerJvm parent = WorkerJvm.startGroup(log("group"), ForkApplication.class, SPECIAL,
				arguments("--spring.profiles.active=special", "--fork.argument=a \"b\" \\c # d",
						"--resque.child.directory=" + sockets, "--resque.worker.concurrency=1",
						"--resque.worker.fork.jobs-per-child=0", ONE_SPARE))) {
			push(tell("fork.system"), tell("fork.argument"), tell("spring.profiles.active"),
					tell("spring.main.web-application-type"), slow(1, 1000), note(2));
			await().atMost(LONG).until(() -> notes("started").size() == 1);
			assertThat(notes("told")).containsExactly("fork.system=from the JVM", "fork.argument=a \"b\" \\c # d",
					"spring.profiles.active=special", "spring.main.web-application-type=none");
			List<ProcessHandle> children = parent.children();
			parent.signalGroup("INT");
			assertThat(parent.awaitEnd(20)).isTrue();
			assertThat(notes("notes")).as("the running job ended, the next one did not start")
				.singleElement()
				.asString()
				.startsWith("1:")
				.endsWith(":true");
			assertThat(queue()).containsExactly(note(2));
			assertThat(this.redis.keys("resque:worker*")).isEmpty();
			assertThat(children).allMatch(ForkLifeCycleTests::hasEnded);
			assertThat(sockets).isEmptyDirectory();
		}
	}

	@Test
	@Tag("chaos")
	void nothingIsLostWhenRedisIsRestartedUnderJobsInChildren() throws IOException {
		try (WorkerJvm parent = start("restart", "--resque.worker.concurrency=2",
				"--resque.worker.fork.jobs-per-child=20")) {
			push(IntStream.range(0, 60).mapToObj((i) -> slow(i, 50)).toArray(String[]::new));
			await().atMost(LONG).until(() -> notes("started").size() > 10);
			this.server.kill();
			this.server.restart();
			await().atMost(LONG)
				.until(() -> this.redis.keys("resque:spring:inflight:*").isEmpty() && queue().isEmpty());
			Set<String> ended = notes("notes").stream().map((note) -> note.split(":")[0]).collect(Collectors.toSet());
			List<String> failed = this.redis.opsForList().range("resque:failed", 0, -1);
			failed.forEach((entry) -> ended.add(entry.replaceAll(".*\"args\":\\[(\\d+),.*", "$1")));
			assertThat(ended).as("performed, or failed because the job itself could not reach Redis").hasSize(60);
			assertThat(failed).hasSizeLessThanOrEqualTo(2);
			assertThat(parent.isAlive()).isTrue();
		}
	}

	@Test
	void anArchiveIsMadeAndUsed() throws IOException {
		Path archives = this.directory.resolve("archives");
		try (WorkerJvm parent = start("making", "--resque.child.archive.enabled=true", ONE_SPARE,
				"--resque.worker.concurrency=1", "--resque.child.archive.directory=" + archives)) {
			await().atMost(LONG).until(() -> archive(archives) != null);
			push(tell("java.class.path"), tell("java.class.path"));
			await().atMost(LONG).until(() -> notes("told").size() == 2);
			assertThat(notes("told").get(0)).as("a child of before").doesNotContain("/classes-0.jar");
			assertThat(notes("told").get(1)).contains("/classes-0.jar");
			assertThat(parent.log()).doesNotContain("without an archive");
		}
	}

	@Test
	@Tag("chaos")
	void anArchiveThatIsSpoiledIsIgnored() throws IOException {
		Path archives = this.directory.resolve("archives");
		try (WorkerJvm parent = start("making", "--resque.child.archive.enabled=true",
				"--resque.child.archive.directory=" + archives)) {
			await().atMost(LONG).until(() -> archive(archives) != null);
			assertThat(parent.isAlive()).isTrue();
		}
		Files.delete(archive(archives));
		Files.writeString(archives.toFile().listFiles()[0].toPath().resolve(archiveName()), "spoiled");
		try (WorkerJvm parent = start("spoiled", "--resque.child.archive.enabled=true",
				"--resque.child.archive.directory=" + archives)) {
			push(note(1), note(2));
			await().atMost(LONG).until(() -> notes("notes").size() == 2);
			assertThat(parent.log()).doesNotContain("cannot have a child process");
		}
	}

	private static String archiveName() {
		return (Runtime.version().feature() >= 25) ? "classes.aot" : "classes.jsa";
	}

	private static Path archive(Path archives) throws IOException {
		if (!Files.exists(archives)) {
			return null;
		}
		try (Stream<Path> files = Files.walk(archives)) {
			return files.filter((file) -> file.endsWith(archiveName())).findFirst().orElse(null);
		}
	}

	@Test
	void aChildThatCannotStartIsOneClearErrorAndTheJobsStayInTheirQueue() throws Exception {
		try (WorkerJvm parent = start("badargument", "--resque.child.jvm-arguments=-XX:+NoSuchOption")) {
			push(note(1));
			await().atMost(LONG).until(() -> parent.log().contains("Pool default cannot have a child process"));
			await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			assertThat(parent.log())
				.containsOnlyOnce("Pool default cannot have a child process: A child process ended with exit"
						+ " code 1 before it was ready. Its last lines:\n    Unrecognized VM option 'NoSuchOption'")
				.contains("It is tried again in 1 s");
			assertThat(queue()).containsExactly(note(1));
			parent.terminate();
			assertThat(parent.awaitEnd(20)).isTrue();
		}
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
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

	private WorkerJvm start(String name, String... more) throws IOException {
		return WorkerJvm.start(log(name), ForkApplication.class, List.of(), arguments(more));
	}

	private Path log(String name) {
		return this.directory.resolve(name + ".log");
	}

	private String[] arguments(String... more) throws IOException {
		return ForkApplication.arguments(List.of("--spring.data.redis.url=" + this.server.url(),
				"--resque.worker.recovery.lease=2s", "--resque.child.directory=" + sockets()), more);
	}

	private Path sockets() throws IOException {
		return Files.createDirectories(this.directory.resolve("s"));
	}

	private void push(String... payloads) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPushAll("resque:queue:jobs", payloads);
	}

	private List<String> queue() {
		return this.redis.opsForList().range("resque:queue:jobs", 0, -1);
	}

	private List<String> notes(String key) {
		return this.redis.opsForList().range("test:" + key, 0, -1);
	}

	private static String tell(String property) {
		return "{\"class\":\"Tell\",\"args\":[\"" + property + "\"]}";
	}

	private static String note(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	private static String slow(int number, int millis) {
		return "{\"class\":\"Slow\",\"args\":[" + number + "," + millis + "]}";
	}

}
