package io.resque.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.example.forked.ForkApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Signals that reach a real worker process.
 */
class SignalTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	/** Exit code of a process that SIGTERM ended. */
	private static final int TERMINATED = 143;

	private final OwnRedis server = OwnRedis.start();

	private final StringRedisTemplate redis = this.server.template();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "thread", "fork" })
	void eachSignalDoesWhatItDoesInRuby(String mode) throws Exception {
		try (WorkerJvm worker = start(mode)) {
			push(slow(1, 60_000));
			awaitStarted(1);
			worker.signal("USR1");
			push(note(2));
			await().atMost(LONG).until(() -> notes("notes").size() == 1);
			assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).singleElement()
				.asString()
				.contains("\"exception\":\"io.resque.TermException\",\"error\":\"Job was killed\"");
			pausesAndGoesOn(worker, "USR2", 2);
			pausesAndGoesOn(worker, "TSTP", 3);
			push(slow(3, 500), slow(4, 60_000), note(5));
			awaitStarted(2);
			worker.terminate();
			assertThat(worker.awaitEnd(30)).isTrue();
			assertThat(worker.exitCode()).isEqualTo(TERMINATED);
			assertThat(notes("notes")).as("a short job ends").anyMatch((note) -> note.startsWith("3:"));
			assertThat(queue()).as("what had not started, in its order").containsExactly(slow(4, 60_000), note(5));
			assertThat(this.redis.keys("resque:worker*")).isEmpty();
		}
	}

	/** In fork mode it is the parent's terminal that sends it: see ForkLifeCycleTests. */
	@Test
	void aLongJobIsInterruptedGetsTimeToCleanUpAndGoesBack() throws Exception {
		try (WorkerJvm worker = start("thread", "--resque.worker.shutdown-timeout=0s")) {
			push(slow(1, 60_000));
			awaitStarted(1);
			worker.signal("INT");
			assertThat(worker.awaitEnd(30)).isTrue();
			assertThat(notes("interrupted")).singleElement().asString().startsWith("1:").endsWith(":true");
			assertThat(queue()).containsExactly(slow(1, 60_000));
			assertThat(this.redis.hasKey("resque:failed")).isFalse();
		}
	}

	@Test
	@Tag("chaos")
	void aProcessThatIsNoWorkerAboveAllLeavesSignalsAlone() throws Exception {
		try (WorkerJvm worker = start("thread", "--resque.process.signals=false")) {
			push(note(1));
			await().atMost(LONG).until(() -> notes("notes").size() == 1);
			worker.signal("USR1");
			assertThat(worker.awaitEnd(30)).as("what the system does with the signal").isTrue();
		}
	}

	private void pausesAndGoesOn(WorkerJvm worker, String signal, int notes) {
		worker.signal(signal);
		await().atMost(LONG).until(() -> worker.log().contains("Signal " + signal + " received"));
		await().atMost(LONG).until(() -> worker.log().lastIndexOf("Workers are paused") > worker.log().indexOf(signal));
		push(note(notes));
		await().during(Duration.ofMillis(300)).until(() -> notes("notes").size() == notes - 1);
		worker.signal("CONT");
		await().atMost(LONG).until(() -> notes("notes").size() == notes);
	}

	private WorkerJvm start(String mode, String... more) throws IOException {
		return WorkerJvm.startWith(Map.of(), this.directory.resolve("log"), ForkApplication.class,
				ForkApplication.arguments(
						List.of("--spring.data.redis.url=redis://127.0.0.1:" + this.server.port(),
								"--resque.worker.mode=" + mode, "--resque.worker.concurrency=1",
								"--resque.process.signals=true", "--resque.worker.fork.spares=1",
								"--resque.worker.fork.jobs-per-child=1000", "--resque.worker.shutdown-timeout=5s"),
						more));
	}

	private void awaitStarted(int jobs) {
		await().atMost(LONG).until(() -> notes("started").size() == jobs);
	}

	private void push(String... payloads) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPushAll("resque:queue:jobs", payloads);
	}

	private List<String> notes(String key) {
		return this.redis.opsForList().range("test:" + key, 0, -1);
	}

	private List<String> queue() {
		return this.redis.opsForList().range("resque:queue:jobs", 0, -1);
	}

	private static String note(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	private static String slow(int number, int millis) {
		return "{\"class\":\"Slow\",\"args\":[" + number + "," + millis + "]}";
	}

}
