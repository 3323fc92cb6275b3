package io.resque.failure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.GroupStore;
import io.resque.redis.GroupStore.State;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@ExtendWith(RedisServerExtension.class)
class FailureGroupsTests {

	private static final String GROUPS = "resque:spring:groups:failed";

	private final FailureFixture failed;

	private final StringRedisTemplate redis;

	FailureGroupsTests(RedisServer redis) {
		this.failed = new FailureFixture(redis);
		this.redis = redis.template();
	}

	@Test
	void failuresOfRubyAndJavaAreCountedByWhatTheyFailedOf() {
		this.failed.append(entry(1, "Read timed out (order 1)"), ruby(2, "10:00:02"),
				entry(3, "Read timed out (order 3)").replace("16:53:28", "16:53:29").replace("\"Boom\"", "\"Other\""),
				ruby(4, "10:00:01").replace("\"queue\":\"low\"", "\"queue\":\"high\"")
					.replaceFirst("}$", ",\"retried_at\":\"2026/11/20 17:00:00 UTC\"}"),
				ruby(5, "10:00:03"));
		FoundGroups groups = this.failed.all().groups();
		assertThat(groups).extracting(FoundGroups::counted, FoundGroups::of, FoundGroups::exact)
			.containsExactly(5L, 5L, true);
		assertThat(groups.groups())
			.extracting((group) -> group.fingerprint().exception(), (group) -> group.fingerprint().message(),
					FailureGroup::count, FailureGroup::retried, FailureGroup::firstSeen, FailureGroup::lastSeen,
					(group) -> List.copyOf(group.jobs()), (group) -> List.copyOf(group.queues()))
			.containsExactly(
					tuple("RubyError", "no user #", 3L, 1L, Instant.parse("2026-11-20T10:00:01Z"),
							Instant.parse("2026-11-20T10:00:03Z"), List.of("Archive"), List.of("high", "low")),
					tuple("java.io.IOException", "Read timed out (order #)", 2L, 0L,
							Instant.parse("2026-11-20T16:53:28Z"), Instant.parse("2026-11-20T16:53:29Z"),
							List.of("Boom", "Other"), List.of("low")));
	}

	@Test
	void aGroupIsAFilterForEverythingElse() {
		this.failed.append(entry(1, "a"), entry(2, "b"), entry(3, "a"));
		FailureGroup group = this.failed.all().groups().groups().get(0);
		assertThat(this.failed.all().search(group.filter(), null, 10).found()).extracting(FailedJob::args)
			.containsExactly("[3]", "[1]");
		assertThat(
				this.failed.all().apply(BulkAction.RETRY_AND_REMOVE, group.filter(), null, (progress) -> true).done())
			.isEqualTo(2);
		assertThat(this.failed.entries()).containsExactly(entry(2, "b"));
		assertThat(counts()).containsExactly("b=1");
	}

	@Test
	void whatWasCountedIsNotReadAgain() {
		this.failed.append(entry(1, "a"), entry(2, "a"));
		assertThat(counts()).containsExactly("a=2");
		// What is in the index counts, not what is in the list.
		this.redis.opsForList().set("resque:failed", 0, entry(1, "b"));
		this.failed.append(entry(3, "a"), entry(4, "c"));
		assertThat(counts()).containsExactly("a=3", "c=1");
	}

	@Test
	void whatIsRemovedByWhomeverIsNotCountedAnyMore() {
		this.failed.append(entry(1, "a"), entry(2, "b"), entry(3, "a"), entry(4, "c"));
		assertThat(counts()).containsExactly("a=2", "b=1", "c=1");
		this.redis.opsForList().remove("resque:failed", 1, entry(3, "a"));
		assertThat(counts()).containsExactly("a=1", "b=1", "c=1");
		this.redis.opsForList().remove("resque:failed", 1, entry(4, "c"));
		assertThat(counts()).containsExactly("a=1", "b=1");
		this.redis.opsForList().remove("resque:failed", 1, entry(2, "b"));
		this.failed.append(entry(5, "d"));
		assertThat(counts()).containsExactly("a=1", "d=1");
		this.failed.all().clear();
		assertThat(this.redis.hasKey(GROUPS)).isFalse();
		assertThat(counts()).isEmpty();
	}

	@Test
	void aRetryShowsInTheGroup() {
		this.failed.append(entry(1, "a"), entry(2, "a"));
		assertThat(this.failed.all().groups().groups()).extracting(FailureGroup::retried).containsExactly(0L);
		this.failed.all().requeue(this.failed.all().newest(0, 1).get(0));
		assertThat(this.failed.all().groups().groups()).extracting(FailureGroup::retried).containsExactly(1L);
		this.failed.all().apply(BulkAction.RETRY, FailureFilter.ALL, null, (progress) -> true);
		assertThat(this.failed.all().groups().groups()).extracting(FailureGroup::retried).containsExactly(2L);
	}

	@Test
	void aLongListIsCountedInStretches() {
		fill(12_000);
		assertThat(this.failed.all().groups()).extracting(FoundGroups::counted, FoundGroups::of, FoundGroups::exact)
			.containsExactly(5000L, 12_000L, false);
		assertThat(this.failed.all().countGroups()).isTrue();
		assertThat(this.failed.all().countGroups()).isTrue();
		assertThat(this.failed.all().countGroups()).isFalse();
		assertThat(this.failed.all().groups()).extracting(FoundGroups::counted, FoundGroups::of, FoundGroups::exact)
			.containsExactly(12_000L, 12_000L, true);
		assertThat(counts()).containsExactly("a=6000", "b=6000");
	}

	/** Counting a list of a million anew for each entry that is removed would not end. */
	@Test
	void aLongListFromWhichEntriesAreRemovedStaysCountedAndSaysThatItIsNotExact() {
		fill(12_000);
		this.failed.all().groups();
		countAll();
		this.redis.opsForList().trim("resque:failed", 3, -1);
		this.redis.opsForList().rightPop("resque:failed");
		this.failed.append(entry(1, "c"));
		FoundGroups groups = this.failed.all().groups();
		assertThat(groups.exact()).isFalse();
		assertThat(counts()).containsExactly("a=6000", "b=6000", "c=1");
		this.redis.opsForList().trim("resque:failed", 6000, -1);
		assertThat(this.failed.all().groups()).extracting(FoundGroups::exact).isEqualTo(false);
		this.redis.opsForList().trim("resque:failed", 1001, -1);
		assertThat(counts()).as("a short one is counted anew at once").containsExactly("a=2498", "b=2497", "c=1");
		assertThat(this.failed.all().groups().exact()).isTrue();
	}

	@Test
	void severalThatCountAtOnceCountEachEntryOnce() throws InterruptedException {
		fill(20_000);
		this.failed.all().groups();
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				try {
					start.await();
					countAll();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			threads.add(thread);
			thread.start();
		}
		start.countDown();
		for (int i = 0; i < 2000; i++) {
			this.failed.append(entry(i, "c"));
		}
		for (Thread thread : threads) {
			thread.join();
		}
		countAll();
		assertThat(counts()).containsExactly("a=10000", "b=10000", "c=2000");
	}

	@Test
	void groupsThatCannotEndAreBounded() {
		this.failed.append(IntStream.range(0, 1100)
			.mapToObj((i) -> entry(i,
					"x" + Integer.toString(i, 36).replaceAll("\\d", "_") + (char) ('a' + i % 26) + "y".repeat(i / 26)))
			.toArray(String[]::new));
		List<FailureGroup> groups = this.failed.all().groups().groups();
		assertThat(groups).hasSizeLessThanOrEqualTo(GroupIndex.MOST_GROUPS + 1);
		assertThat(groups.stream().mapToLong(FailureGroup::count).sum()).isEqualTo(1100);
		assertThat(groups.get(0).id()).isEqualTo("others");
	}

	@Test
	void listsOfSeveralQueuesAreOneTable() {
		this.failed.append(entry(1, "a"));
		this.redis.opsForSet().add("resque:failed_queues", "low_failed", "text_failed");
		this.redis.opsForList().rightPush("resque:low_failed", entry(2, "a"));
		this.redis.opsForValue().set("resque:text_failed", "no list");
		assertThat(counts()).containsExactly("a=2");
		assertThat(this.failed.all().queue("low_failed").groups().groups()).extracting(FailureGroup::count)
			.containsExactly(1L);
	}

	/** One of them would be left out, and nothing would ever tell. */
	@Test
	void whatIsRemovedBetweenTwoReadsIsNoticed() {
		fill(1000);
		EntryCounting counting = counting();
		assertThat(counting.readUpTo(null, 300)).isTrue();
		assertThat(counting.readUpTo(mark(counting), 600)).as("nothing was removed").isTrue();
		assertThat(counting.end()).isEqualTo(600);
		this.redis.opsForList().leftPop("resque:failed");
		assertThat(counting.readUpTo(mark(counting), 900)).isFalse();
	}

	private EntryCounting counting() {
		return new EntryCounting(this.failed.store(), 0, new ResqueJson(JsonProfile.CLASSIC));
	}

	private static String mark(EntryCounting counting) {
		return counting.marks(List.of()).get(0);
	}

	@Test
	void whatWasCountedBeforeARetryIsNotWrittenAfterIt() {
		this.failed.append(entry(1, "a"), entry(2, "a"));
		this.failed.all().groups();
		GroupStore groups = this.failed.store().groups();
		State read = groups.state();
		assertThat(read).isNotNull();
		assertThat(groups.write(read, read, Map.of())).isTrue();
		this.failed.all().requeue(this.failed.all().newest(0, 1).get(0));
		assertThat(groups.write(read, read, Map.of())).isFalse();
		assertThat(this.failed.all().groups().groups()).extracting(FailureGroup::retried).containsExactly(1L);
		assertThat(this.failed.all().groups().exact()).isTrue();
	}

	@Test
	void nothingIsCountedBeforeSomebodyAsks() {
		this.failed.append(entry(1, "a"));
		assertThat(this.failed.all().countGroups()).isFalse();
		assertThat(this.redis.hasKey(GROUPS)).isFalse();
		this.failed.all().groups();
		assertThat(this.redis.getExpire(GROUPS)).isPositive();
		this.failed.all().remove(this.failed.all().newest(0, 1).get(0));
		this.failed.append(entry(2, "a"));
		assertThat(counts()).containsExactly("a=1");
		assertThat(this.redis.getExpire(GROUPS)).as("also counted anew").isPositive();
	}

	@Test
	void whatNobodyCanReadIsAGroupAndStrangeKeysAreLeftAlone() {
		this.failed.append("no JSON", "[1]", "");
		assertThat(this.failed.all().groups().groups()).hasSize(2);
		assertThat(this.failed.all().groups().exact()).isTrue();
		this.redis.opsForHash().put(GROUPS, "state", "something else");
		assertThat(this.failed.all().groups().groups()).as("counted anew").hasSize(2);
		this.redis.opsForHash().put(GROUPS, "0123456789ab", "{\"count\":\"x\"}");
		assertThat(this.failed.all().groups().groups()).hasSize(2);
		this.redis.delete(GROUPS);
		this.redis.opsForValue().set(GROUPS, "text");
		assertThat(this.failed.all().groups().groups()).isEmpty();
		this.failed.all().apply(BulkAction.REMOVE, FailureFilter.ALL.withText("no json"), null, (progress) -> true);
		assertThat(this.redis.opsForValue().get(GROUPS)).isEqualTo("text");
	}

	private void countAll() {
		boolean more = true;
		while (more) {
			more = this.failed.all().countGroups();
		}
	}

	private List<String> counts() {
		return this.failed.all()
			.groups()
			.groups()
			.stream()
			.map((group) -> group.fingerprint().message() + "=" + group.count())
			.sorted()
			.toList();
	}

	private void fill(int entries) {
		for (int from = 0; from < entries; from += 1000) {
			this.redis.opsForList()
				.rightPushAll("resque:failed",
						Arrays.asList(IntStream.range(from, from + 1000)
							.mapToObj((i) -> entry(i, (i % 2 == 0) ? "a" : "b"))
							.toArray(String[]::new)));
		}
	}

	private static String entry(int number, String error) {
		return "{\"failed_at\":\"2026/11/20 16:53:28 UTC\",\"payload\":{\"class\":\"Boom\",\"args\":[" + number
				+ "]},\"exception\":\"java.io.IOException\",\"error\":\"" + error
				+ "\",\"backtrace\":[\"at com.example.Boom.perform(Boom.java:1" + number % 10
				+ ")\"],\"worker\":\"vm:5316:low\",\"queue\":\"low\"}";
	}

	private static String ruby(int number, String time) {
		return "{\"failed_at\":\"2026/11/20 " + time + " UTC\",\"payload\":{\"class\":\"Archive\",\"args\":[" + number
				+ "]},\"exception\":\"RubyError\",\"error\":\"no user " + number
				+ "\",\"backtrace\":[\"/srv/releases/2026112" + number + "/app/jobs/archive.rb:1" + number
				+ ":in `perform'\"],\"worker\":\"vm:5316:low\",\"queue\":\"low\"}";
	}

}
