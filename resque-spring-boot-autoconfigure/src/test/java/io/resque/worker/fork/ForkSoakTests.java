package io.resque.worker.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
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
 * Many jobs that harm their process: nothing of it adds up in the worker.
 */
@Tag("chaos")
class ForkSoakTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final int MEGABYTE = 1024;

	private final OwnRedis server = OwnRedis.start();

	private final StringRedisTemplate redis = this.server.template();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aHundredJobsThatEndTheirProcessesLeaveNoChildAndNoSocket() throws Exception {
		Path sockets = Files.createDirectory(this.directory.resolve("sockets"));
		try (WorkerJvm worker = start("--resque.child.directory=" + sockets, "--resque.worker.concurrency=2",
				"--resque.worker.term-timeout=500ms", "--resque.child.jvm-arguments=-Xmx64m")) {
			List<String> kinds = List.of("{\"class\":\"Exit\",\"args\":[3]}", "{\"class\":\"Hungry\",\"args\":[]}",
					"{\"class\":\"Overflow\",\"args\":[0]}", "{\"class\":\"Limited\",\"args\":[true]}",
					"{\"class\":\"Slow\",\"args\":[1,600000]}");
			IntStream.range(0, 100).forEach((i) -> push(kinds.get(i % kinds.size())));
			push("{\"class\":\"Note\",\"args\":[1]}");
			await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> {
				killChildrenThatSleep();
				return this.redis.opsForList().size("resque:failed") == 100 && !notes("notes").isEmpty();
			});
			System.out.println("Failures of 100 jobs that end their processes: " + failures());
			assertThat(failures()).isEqualTo(Map.of("Resque::DirtyExit Job exited with exit code N", 20L,
					"java.lang.OutOfMemoryError", 20L, "java.lang.StackOverflowError", 20L,
					"io.resque.TermException Job ran longer than its timeout of N s, and its process was ended because it went on",
					20L, "Resque::DirtyExit Child process received unhandled signal pid N SIGKILL (signal N)", 20L));
			assertThat(this.redis.opsForValue().get("resque:stat:failed")).as("Ruby does not count signals")
				.isEqualTo("80");
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(worker.children().stream().filter(ForkSoakTests::runs))
					.as("two spares for each of two slots at most")
					.hasSizeLessThanOrEqualTo(4));
			worker.terminate();
			assertThat(worker.awaitEnd(30)).isTrue();
			assertThat(sockets).isEmptyDirectory();
		}
	}

	@Test
	void aThousandJobsThatLeakAreBoundedByRecyclingAndTheParentStaysAsItIs() throws Exception {
		try (WorkerJvm worker = start("--resque.worker.concurrency=2", "--resque.worker.fork.jobs-per-child=0",
				"--resque.worker.fork.max-memory=400MB", "--resque.child.jvm-arguments=-Xmx1g")) {
			List<Long> parent = new ArrayList<>();
			long largestChild = 0;
			for (int hundreds = 1; hundreds <= 10; hundreds++) {
				IntStream.range(0, 100).forEach((i) -> push("{\"class\":\"Hoard\",\"args\":[5]}"));
				String all = Integer.toString(hundreds * 100);
				while (!all.equals(this.redis.opsForValue().get("resque:stat:processed"))) {
					largestChild = Math.max(largestChild,
							worker.children().stream().mapToLong((child) -> resident(child.pid())).max().orElse(0));
				}
				parent.add(resident(worker.pid()) / MEGABYTE);
			}
			long processes = notes("hoarded").stream().distinct().count();
			System.out.println("1,000 jobs of 5 MB each: parent " + parent + " MB after each 100, largest child "
					+ largestChild / MEGABYTE + " MB, " + processes + " children");
			assertThat(this.redis.hasKey("resque:failed")).as("no job was ended").isFalse();
			assertThat(largestChild / MEGABYTE).isLessThan(400);
			assertThat(processes).isBetween(10L, 200L);
			assertThat(parent.get(9) - parent.get(1)).as("MB more than after the first 200").isLessThan(40);
		}
	}

	/** As somebody from outside does. */
	private void killChildrenThatSleep() {
		String slow = this.redis.opsForList().leftPop("test:started");
		if (slow != null) {
			ProcessHandle.of(Long.parseLong(slow.split(":")[1])).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	private WorkerJvm start(String... more) throws IOException {
		return WorkerJvm.start(this.directory.resolve("log"), ForkApplication.class, List.of("-XX:+UseSerialGC"),
				ForkApplication.arguments(List.of("--spring.data.redis.url=redis://127.0.0.1:" + this.server.port(),
						"--resque.child.archive.enabled=true",
						"--resque.child.archive.directory=" + this.directory.resolve("archives")), more));
	}

	private void push(String payload) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPush("resque:queue:jobs", payload);
	}

	private List<String> notes(String key) {
		return this.redis.opsForList().range("test:" + key, 0, -1);
	}

	private Map<String, Long> failures() {
		return this.redis.opsForList()
			.range("resque:failed", 0, -1)
			.stream()
			.map((entry) -> entry.replaceAll(".*\"exception\":\"([^\"]*)\",\"error\":\"([^\"]*)\".*", "$1 $2"))
			.map((text) -> text.startsWith("java.lang.") ? text.split(" ")[0] : text.replaceAll("\\d+", "N"))
			.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
	}

	private static boolean runs(ProcessHandle process) {
		return process.isAlive() && resident(process.pid()) > 0;
	}

	/** Kilobytes; 0 of a process that is no more. */
	private static long resident(long pid) {
		try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
			return lines.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("vmrss:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst()
				.orElse(0);
		}
		catch (IOException | UncheckedIOException ex) {
			return 0;
		}
	}

}
