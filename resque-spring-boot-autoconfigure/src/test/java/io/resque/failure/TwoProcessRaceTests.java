package io.resque.failure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.failure.FailureRace.Tally;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.WorkerJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sixteen threads in two processes retry, remove and clear the same 10,000 failed jobs.
 */
@ExtendWith(RedisServerExtension.class)
class TwoProcessRaceTests {

	private static final int ENTRIES = 10_000;

	/** So many of them nobody touches, and nobody can retry. */
	private static final int BYSTANDERS = 1000;

	private final String url;

	private final StringRedisTemplate redis;

	TwoProcessRaceTests(RedisServer server) {
		this.url = server.url();
		this.redis = server.template();
	}

	@Test
	void nothingIsRetriedTwiceAndNothingElseIsRemoved(@TempDir Path directory) throws Exception {
		String name = "low_failed";
		List<String> bystanders = fill(name);
		long seed = System.nanoTime() % 1_000_000;
		long start = System.nanoTime();
		List<Tally> tallies = race(name, seed, directory);
		System.out.println("Failure race over " + name + ", seed " + seed + ": " + summary(tallies) + " in "
				+ Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
		List<String> left = this.redis.opsForList().range("resque:" + name, 0, -1);
		List<String> queued = this.redis.opsForList().range("resque:queue:low", 0, -1);
		List<String> retried = args(tallies.stream().flatMap((tally) -> tally.retried().stream()));
		List<String> both = args(tallies.stream().flatMap((tally) -> tally.retriedAndRemoved().stream()));
		List<String> removed = args(tallies.stream().flatMap((tally) -> tally.removed().stream()));
		assertThat(left).filteredOn((entry) -> entry.contains("\"bystander\"")).isEqualTo(bystanders);
		assertThat(queued).doesNotHaveDuplicates().containsAll(retried).containsAll(both);
		assertThat(removed).doesNotHaveDuplicates().doesNotContainAnyElementsOf(queued);
		assertThat(queued).hasSize((int) (retried.size() + both.size() + sum(tallies, Tally::retriedByAll)));
		assertThat(left).hasSize((int) (ENTRIES - both.size() - removed.size() - sum(tallies, Tally::cleared)));
		Set<String> accounted = new HashSet<>(queued);
		accounted.addAll(removed);
		assertThat(accounted).hasSize(ENTRIES - BYSTANDERS);
	}

	private List<String> fill(String name) {
		List<String> entries = IntStream.range(0, ENTRIES)
			.mapToObj((i) -> (i % (ENTRIES / BYSTANDERS) == 0)
					? FailureFixture.entry(i, ",\"bystander\":true").replace("\"class\":\"Boom\"", "\"class\":null")
					: FailureFixture.entry(i))
			.toList();
		this.redis.opsForList().rightPushAll("resque:" + name, entries);
		return entries.stream().filter((entry) -> entry.contains("\"bystander\"")).toList();
	}

	private List<Tally> race(String name, long seed, Path directory) throws Exception {
		Path log = Files.createFile(directory.resolve("other.log"));
		TestConnections connections = TestConnections.to(this.url);
		try (WorkerJvm other = WorkerJvm.start(log, FailureRace.class, List.of(), this.url, name,
				Long.toString(seed))) {
			FailureRace race = new FailureRace(FailureRace.failures(connections, name));
			assertThat(this.redis.opsForList().leftPop("ready", Duration.ofSeconds(20))).as(other.log()).isNotNull();
			this.redis.opsForList().rightPush("go", "yes");
			Tally ours = race.run(seed + 1);
			assertThat(other.awaitEnd(60)).isTrue();
			return List.of(ours, Tally.parse(other.log()));
		}
	}

	private static List<String> args(Stream<String> args) {
		return new ArrayList<>(args.map((one) -> "{\"class\":\"Boom\",\"args\":" + one + "}").toList());
	}

	private static long sum(List<Tally> tallies, ToLongFunction<Tally> count) {
		return tallies.stream().mapToLong(count).sum();
	}

	private static String summary(List<Tally> tallies) {
		return sum(tallies, (tally) -> tally.retried().size()) + " retried, "
				+ sum(tallies, (tally) -> tally.retriedAndRemoved().size()) + " retried and removed, "
				+ sum(tallies, (tally) -> tally.removed().size()) + " removed, " + sum(tallies, Tally::retriedByAll)
				+ " retried with all, " + sum(tallies, Tally::cleared) + " cleared";
	}

}
