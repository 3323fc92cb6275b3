package io.resque.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real worker processes that are killed and stopped, and a real Redis that is restarted
 * under them.
 */
class LifeCycleTests {

	private static final int JOBS = 1000;

	private static final int LEASE = 5_000;

	private static final int SHORT_LEASE = 3_000;

	private final OwnRedis server = OwnRedis.start();

	private final StringRedisTemplate redis = this.server.template();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void nothingIsLostWhenAWorkerIsKilledAndRedisIsRestarted() throws InterruptedException {
		try (WorkerJvm survivor = WorkerJvm.start(this.server.url(), 4, 4, LEASE);
				WorkerJvm victim = WorkerJvm.start(this.server.url(), 4, 4, LEASE)) {
			awaitWorkers(8);
			push(IntStream.range(0, JOBS).mapToObj((i) -> slow(i, 25)).toArray(String[]::new));
			await().until(() -> notes().size() > 300);
			victim.kill();
			long killed = System.nanoTime();
			Set<String> unacknowledged = inFlight();
			this.server.kill();
			this.server.restart();
			await().atMost(Duration.ofSeconds(60)).until(() -> notes().keySet().size() == JOBS);
			long recovered = System.nanoTime();
			await().atMost(Duration.ofSeconds(10)).until(() -> inFlight().isEmpty());
			Map<Integer, Set<String>> runs = notes();
			Map<Integer, Set<String>> doubled = new HashMap<>(runs);
			doubled.values().removeIf((tokens) -> tokens.size() == 1);
			System.out.printf("%d jobs, one of two workers killed, Redis restarted: 0 lost, %d doubled, "
					+ "all done %.1f s after the kill%n", JOBS, doubled.size(), (recovered - killed) / 1e9);
			assertThat(doubled.values())
				.allSatisfy((tokens) -> assertThat(tokens).containsAnyElementsOf(unacknowledged));
			assertThat(Duration.ofNanos(recovered - killed)).isLessThan(Duration.ofSeconds(20));
			assertThat(this.redis.opsForList().size("resque:queue:jobs")).isZero();
			assertThat(this.redis.hasKey("resque:failed")).isFalse();
			assertThat(survivor.isAlive()).isTrue();
		}
	}

	@Test
	void anOutageOfRedisLongerThanTheLeaseDoublesNothing() {
		try (WorkerJvm one = WorkerJvm.start(this.server.url(), 4, 4, SHORT_LEASE);
				WorkerJvm two = WorkerJvm.start(this.server.url(), 4, 4, SHORT_LEASE)) {
			awaitWorkers(8);
			push(IntStream.range(0, 120).mapToObj((i) -> slow(i, 200)).toArray(String[]::new));
			await().until(() -> notes().size() > 30);
			this.server.kill();
			long down = System.nanoTime();
			await().atMost(Duration.ofSeconds(60))
				.until(() -> System.nanoTime() - down > Duration.ofMillis(SHORT_LEASE + 2_000).toNanos());
			this.server.restart();
			await().atMost(Duration.ofSeconds(60)).until(() -> notes().size() == 120 && inFlight().isEmpty());
			assertThat(notes().values()).allSatisfy((tokens) -> assertThat(tokens).hasSize(1));
			assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo("120");
			for (WorkerJvm worker : List.of(one, two)) {
				assertThat(worker.log()).containsOnlyOnce("Redis does not work")
					.containsOnlyOnce("Redis works again")
					.doesNotContain("is lost");
			}
		}
	}

	@Test
	void aJobThatKillsItsProcessWithinAMillisecondIsParkedAtTheThirdCrash() throws InterruptedException {
		push(IntStream.range(0, 1000).mapToObj(LifeCycleTests::note).toArray(String[]::new));
		push("{\"class\":\"Kill\",\"args\":[]}");
		push(IntStream.range(1000, 1100).mapToObj(LifeCycleTests::note).toArray(String[]::new));
		try (WorkerJvm worker = WorkerJvm.start(this.server.url(), 2, 50, 2000)) {
			assertThat(worker.awaitEnd(60)).isTrue();
			assertThat(inFlight()).as("the pill and prefetched neighbours").hasSizeGreaterThan(2);
		}
		for (int crash = 2; crash <= 3; crash++) {
			try (WorkerJvm worker = WorkerJvm.start(this.server.url(), 2, 50, 2000)) {
				assertThat(worker.awaitEnd(60)).as("crash " + crash).isTrue();
			}
		}
		try (WorkerJvm last = WorkerJvm.start(this.server.url(), 2, 50, 2000)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> notes().size() == 1100 && inFlight().isEmpty());
			assertThat(last.isAlive()).isTrue();
			assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).singleElement()
				.asString()
				.contains("\"payload\":{\"class\":\"Kill\",\"args\":[]}", "Poison pill: 3 processes died");
			assertThat(this.redis.opsForHash().size("resque:spring:crashes")).isZero();
			await().untilAsserted(() -> assertThat(last.log()).contains("Poison pill"));
		}
	}

	@Test
	void aProcessThatDiedIsSomebodyElseWhenItStartsAgainAndWhatMustNotRunTwiceHasFailed() throws InterruptedException {
		push(slow(1, 60_000), slow(2, 60_000));
		Set<Object> former;
		try (WorkerJvm killed = WorkerJvm.start(this.server.url(), 3, 0, 2000, "-Dresque.test.pid=1")) {
			await().atMost(Duration.ofSeconds(30))
				.until(() -> inFlight().size() == 2 && this.redis.opsForHash().size("started") == 2);
			former = Set.copyOf(this.redis.opsForSet().members("resque:workers"));
			push("{\"class\":\"KillOnce\",\"args\":[]}");
			assertThat(killed.awaitEnd(60)).isTrue();
		}
		push(slow(3, 1));
		try (WorkerJvm reborn = WorkerJvm.start(this.server.url(), 3, 0, 2000, "-Dresque.test.pid=1")) {
			await().atMost(Duration.ofSeconds(30)).until(() -> notes().containsKey(3));
			await().atMost(Duration.ofSeconds(30)).until(() -> this.redis.opsForHash().size("started") == 5);
			assertThat(this.redis.opsForSet().members("resque:workers")).hasSize(3)
				.allMatch((id) -> id.matches("box\\.[0-9a-f]{6}:1-[123]:jobs"))
				.doesNotContainAnyElementsOf(former.stream().map(String::valueOf).toList());
			assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).singleElement()
				.asString()
				.contains("KillOnce", "Resque::DirtyExit");
			await().untilAsserted(() -> assertThat(reborn.log()).contains("died: 2 jobs are back in their queues"));
			assertThat(inFlight()).as("the long jobs only").hasSize(2);
			assertThat(reborn.isAlive()).isTrue();
		}
	}

	@Test
	void aProcessThatWasStoppedBeyondItsLeaseChangesNothingAnyMore() {
		try (WorkerJvm stopped = WorkerJvm.start(this.server.url(), 1, 0, 2000)) {
			awaitWorkers(1);
			push(slow(1, 2000), slow(2, 1), slow(3, 1));
			await().until(() -> this.redis.opsForHash().size("started") == 1);
			stopped.signal("STOP");
			try (WorkerJvm other = WorkerJvm.start(this.server.url(), 1, 0, 2000)) {
				await().atMost(Duration.ofSeconds(40)).until(() -> notes().size() == 3);
				Map<Integer, Set<String>> before = notes();
				await().until(() -> "3".equals(this.redis.opsForValue().get("resque:stat:processed")));
				stopped.signal("CONT");
				await().atMost(Duration.ofSeconds(20)).until(() -> stopped.log().contains("Late result ignored"));
				assertThat(stopped.log()).containsOnlyOnce("Late result ignored")
					.contains("Late result ignored: (Job{jobs} | Slow | [1,2000])", "is lost");
				assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo("3");
				assertThat(before.values()).allSatisfy((tokens) -> assertThat(tokens).hasSize(1));
				assertThat(notes().get(2)).hasSize(1);
				assertThat(notes().get(3)).hasSize(1);
				assertThat(inFlight()).isEmpty();
				await().untilAsserted(() -> assertThat(other.log()).contains("died: 1 jobs are back"));
				push(slow(4, 1), slow(5, 1), slow(6, 1), slow(7, 1));
				await().until(() -> notes().size() == 7);
			}
		}
	}

	@Test
	void aProcessThatWasStoppedInAFloodStartsNothingThatOthersHaveByNow() {
		int jobs = 5_000;
		try (WorkerJvm stopped = WorkerJvm.start(this.server.url(), 2, 500, 2000)) {
			awaitWorkers(2);
			push(IntStream.range(0, jobs).mapToObj(LifeCycleTests::note).toArray(String[]::new));
			awaitFlood();
			await().pollDelay(Duration.ZERO).until(() -> stoppedWithJobsThatWait(stopped));
			try (WorkerJvm other = WorkerJvm.start(this.server.url(), 2, 500, 2000)) {
				await().atMost(Duration.ofSeconds(60))
					.until(() -> this.redis.opsForHash().size("notes") >= jobs && notes().size() == jobs);
				long before = this.redis.opsForHash().size("notes");
				stopped.signal("CONT");
				await().atMost(Duration.ofSeconds(20)).until(() -> stopped.log().contains("is lost"));
				push(note(jobs));
				await().until(() -> notes().containsKey(jobs) && inFlight().isEmpty());
				assertThat(this.redis.opsForHash().size("notes")).as("only what was running runs on")
					.isBetween(before + 1, before + 3);
				assertThat(other.isAlive()).isTrue();
			}
		}
	}

	@Test
	void aTerminatedWorkerGivesBackWhatItHasNotStartedAndLeavesNoTrace() throws InterruptedException {
		int jobs = 5_000;
		try (WorkerJvm worker = WorkerJvm.start(this.server.url(), 2, 500, LEASE)) {
			awaitWorkers(2);
			push(IntStream.range(0, jobs).mapToObj(LifeCycleTests::note).toArray(String[]::new));
			awaitFlood();
			worker.terminate();
			assertThat(worker.awaitEnd(20)).isTrue();
			Set<Integer> done = notes().keySet();
			assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1)).hasSizeGreaterThan(1)
				.containsExactly(IntStream.range(0, jobs)
					.filter((i) -> !done.contains(i))
					.mapToObj(LifeCycleTests::note)
					.toArray(String[]::new));
			assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo(String.valueOf(done.size()));
			assertThat(this.redis.keys("resque:worker*")).isEmpty();
			assertThat(this.redis.keys("resque:spring:*")).containsExactly("resque:spring:tokens");
		}
	}

	/**
	 * Between two fetches, and on a slow machine, few may be in flight: then it goes on.
	 */
	private boolean stoppedWithJobsThatWait(WorkerJvm worker) {
		worker.signal("STOP");
		boolean some = inFlight().size() > 7;
		if (!some) {
			worker.signal("CONT");
		}
		return some;
	}

	private void awaitFlood() {
		await().pollInterval(Duration.ofMillis(10)).until(() -> this.redis.opsForHash().size("notes") > 1_000);
	}

	private void awaitWorkers(int count) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> Long.valueOf(count).equals(this.redis.opsForSet().size("resque:workers")));
	}

	private void push(String... payloads) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPushAll("resque:queue:jobs", payloads);
	}

	/** Tokens of the runs that ended, by number of the job. */
	private Map<Integer, Set<String>> notes() {
		Map<Integer, Set<String>> runs = new HashMap<>();
		this.redis.opsForHash().keys("notes").forEach((field) -> {
			String[] parts = field.toString().split(":");
			runs.computeIfAbsent(Integer.valueOf(parts[0]), (number) -> new TreeSet<>()).add(parts[1]);
		});
		return runs;
	}

	private Set<String> inFlight() {
		Set<String> tokens = new HashSet<>();
		this.redis.keys("resque:spring:inflight:*")
			.forEach((key) -> this.redis.opsForHash().keys(key).forEach((token) -> tokens.add(token.toString())));
		return tokens;
	}

	private static String note(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	private static String slow(int number, int millis) {
		return "{\"class\":\"Slow\",\"args\":[" + number + "," + millis + "]}";
	}

}
