package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.InFlightStore.Fetch;
import io.resque.redis.InFlightStore.Fetch.Status;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.Finish;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.redis.WorkerStore.WorkingRecord;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of the scripts that fetch, acknowledge and return jobs.
 */
@ExtendWith(RedisServerExtension.class)
class InFlightStoreTests {

	private static final String PROCESS = "0123456789abcdef";

	private static final FetchLimit TEN = new FetchLimit(10, 1_000_000, true);

	private final StringRedisTemplate redis;

	private final InFlightStore store;

	private final LeaseStore leases;

	private final WorkerStore workers;

	InFlightStoreTests(RedisServer server) {
		this.redis = server.template();
		this.store = new InFlightStore(server.redis("resque"));
		this.leases = new LeaseStore(server.redis("resque"));
		this.workers = new WorkerStore(server.redis("resque"));
	}

	@BeforeEach
	void openLease() {
		this.leases.open(PROCESS, Duration.ofSeconds(15), Map.of("host", "here"));
	}

	@Test
	void fetchEmptiesQueuesInTheirOrderAndKeepsEachJobInFlight() {
		push("low", "l1", "l2");
		push("high", "h1", "h2");
		Fetch fetch = this.store.fetch(PROCESS, "f1", List.of("high", "missing", "low"), new FetchLimit(3, 1000, true));
		assertThat(fetch.status()).isEqualTo(Status.OK);
		assertThat(fetch.jobs()).extracting(InFlightStoreTests::text).containsExactly("h1", "h2", "l1");
		assertThat(fetch.jobs()).extracting(InFlightJob::queue).containsExactly("high", "high", "low");
		long first = fetch.jobs().get(0).token();
		assertThat(fetch.jobs()).extracting(InFlightJob::token).containsExactly(first, first + 1, first + 2);
		assertThat(this.redis.opsForHash().entries("resque:spring:inflight:" + PROCESS)).isEqualTo(
				Map.of("" + first, "f1:4:highh1", "" + (first + 1), "f1:4:highh2", "" + (first + 2), "f1:3:lowl1"));
		assertThat(list("queue:low")).containsExactly("l2");
	}

	@Test
	void fetchWithoutLeaseTakesNothing() {
		push("q", "a");
		Fetch fetch = this.store.fetch("ffffffffffffffff", "f1", List.of("q"), TEN);
		assertThat(fetch.status()).isEqualTo(Status.LEASE_LOST);
		assertThat(list("queue:q")).containsExactly("a");
	}

	@Test
	void aQueueOfTheWrongTypeLosesNothingThatWasPoppedBefore() {
		push("good", "a");
		push("after", "b");
		this.redis.opsForZSet().add("resque:queue:zset", "delayed by jesque", 1);
		Fetch fetch = this.store.fetch(PROCESS, "f1", List.of("good", "zset", "after"), TEN);
		assertThat(fetch.jobs()).extracting(InFlightStoreTests::text).containsExactly("a", "b");
		assertThat(fetch.unreadable()).singleElement().asString().startsWith("zset: WRONGTYPE");
		assertThat(this.store.tokens(PROCESS)).hasSize(2);
	}

	@Test
	void fetchIsBoundedInBytesButAlwaysTakesOne() {
		push("q", "aaaa", "bbbb", "cccc", "dddd");
		assertThat(this.store.fetch(PROCESS, "f1", List.of("q"), new FetchLimit(10, 1, true)).jobs()).hasSize(1);
		assertThat(this.store.fetch(PROCESS, "f2", List.of("q"), new FetchLimit(10, 8, true)).jobs()).hasSize(2);
		assertThat(list("queue:q")).containsExactly("dddd");
	}

	@Test
	void aFetchThatBroughtNothingHasReachedNoLimit() {
		FetchLimit full = new FetchLimit(10, 0, true);
		assertThat(this.store.fetch(PROCESS, "f1", List.of("q"), full).reached(full)).isFalse();
	}

	@Test
	void theGlobalPauseKeyCountsInAnyLetterCaseAndWithBlanks() {
		push("q", "a");
		for (String paused : List.of("true", "TRUE", " True\n")) {
			this.redis.opsForValue().set("resque:pause-all-workers", paused);
			assertThat(this.store.fetch(PROCESS, "f1", List.of("q"), TEN).status()).isEqualTo(Status.PAUSED);
		}
		for (String running : List.of("false", "1", "yes", "truetrue", "")) {
			this.redis.opsForValue().set("resque:pause-all-workers", running);
			assertThat(this.store.fetch(PROCESS, "f1", List.of("none"), TEN).status()).isEqualTo(Status.OK);
		}
	}

	@Test
	void suspectsAreHandedOutAloneAndOnlyWhenAllowed() {
		push("q", "good", "suspect", "better");
		String digest = "ca9a9cbbc29e70e4b9e3f1e3d4ad7b7ec1d7d6b1";
		this.redis.opsForZSet().add("resque:spring:suspects", sha1("suspect"), 9e15);
		this.redis.opsForZSet().add("resque:spring:suspects", digest, 9e15);
		FetchLimit noSuspect = new FetchLimit(10, 1000, false);
		assertThat(this.store.fetch(PROCESS, "f1", List.of("q"), noSuspect).jobs()).extracting(InFlightStoreTests::text)
			.containsExactly("good");
		assertThat(this.store.fetch(PROCESS, "f2", List.of("q"), noSuspect).jobs()).isEmpty();
		assertThat(this.store.fetch(PROCESS, "f3", List.of("q"), TEN).jobs()).singleElement()
			.satisfies((job) -> assertThat(job.suspect()).isTrue());
		assertThat(this.store.fetch(PROCESS, "f4", List.of("q"), TEN).jobs()).singleElement()
			.satisfies((job) -> assertThat(job.suspect()).isFalse());
	}

	@Test
	void aJobBeforeASuspectGoesFirstAndTheSuspectEndsTheFetch() {
		push("q", "good", "suspect", "better");
		this.redis.opsForZSet().add("resque:spring:suspects", sha1("suspect"), 9e15);
		assertThat(this.store.fetch(PROCESS, "f1", List.of("q"), TEN).jobs()).extracting(InFlightStoreTests::text)
			.containsExactly("good", "suspect");
	}

	@Test
	void finishCountsOnceHoweverOftenItIsRepeated() {
		push("q", "a", "b");
		List<InFlightJob> jobs = this.store.fetch(PROCESS, "f1", List.of("q"), TEN).jobs();
		List<FinishedJob> finished = List.of(finished(jobs.get(0), false, null), finished(jobs.get(1), true, "entry"));
		assertThat(this.store.finish(PROCESS, finished)).containsExactly(Finish.ACKNOWLEDGED, Finish.ACKNOWLEDGED);
		assertThat(this.store.finish(PROCESS, finished)).containsExactly(Finish.NOT_OWNED, Finish.NOT_OWNED);
		assertThat(value("stat:processed")).isEqualTo("2");
		assertThat(value("stat:failed")).isEqualTo("1");
		assertThat(value("stat:processed:w1")).isEqualTo("2");
		assertThat(value("stat:failed:w1")).isEqualTo("1");
		assertThat(list("failed")).containsExactly("entry");
		assertThat(this.store.tokens(PROCESS)).isEmpty();
	}

	@Test
	void aFailureThatCannotBeRecordedStaysInFlight() {
		push("q", "a", "b");
		this.redis.opsForValue().set("resque:failed", "no list");
		List<InFlightJob> jobs = this.store.fetch(PROCESS, "f1", List.of("q"), TEN).jobs();
		assertThat(this.store.finish(PROCESS,
				List.of(finished(jobs.get(0), true, "entry"), finished(jobs.get(1), false, null))))
			.containsExactly(Finish.NOT_RECORDED, Finish.ACKNOWLEDGED);
		assertThat(this.store.jobs(PROCESS, this.store.tokens(PROCESS)).values()).singleElement()
			.satisfies((job) -> assertThat(job.payload()).isEqualTo(bytes("a")));
		assertThat(value("stat:failed")).isNull();
		this.redis.delete("resque:failed");
		assertThat(this.store.finish(PROCESS, List.of(finished(jobs.get(0), true, "entry"))))
			.containsExactly(Finish.ACKNOWLEDGED);
	}

	@Test
	void aCounterThatIsNoNumberStopsNobody() {
		push("q", "a");
		this.redis.opsForValue().set("resque:stat:processed", "many");
		InFlightJob job = this.store.fetch(PROCESS, "f1", List.of("q"), TEN).jobs().get(0);
		assertThat(this.store.finish(PROCESS, List.of(finished(job, false, null))))
			.containsExactly(Finish.ACKNOWLEDGED);
	}

	@Test
	void nothingIsLostWhenRedisIsOutOfMemory() {
		push("q", "a", "b");
		List<InFlightJob> first = this.store.fetch(PROCESS, "f1", List.of("q"), new FetchLimit(1, 100, true)).jobs();
		try {
			config("maxmemory-policy", "noeviction");
			config("maxmemory", "1");
			List<InFlightJob> second = this.store.fetch(PROCESS, "f2", List.of("q"), TEN).jobs();
			assertThat(second).extracting(InFlightStoreTests::text).containsExactly("b");
			assertThat(this.store.tokens(PROCESS)).hasSize(2);
			assertThat(this.store.finish(PROCESS,
					List.of(finished(first.get(0), true, "entry"), finished(second.get(0), false, null))))
				.containsExactly(Finish.ACKNOWLEDGED, Finish.ACKNOWLEDGED);
			assertThat(list("failed")).containsExactly("entry");
		}
		finally {
			config("maxmemory", "0");
		}
	}

	@Test
	void givenBackJobsStandAtTheHeadInTheirOldOrder() {
		push("q", "a", "b", "c", "d");
		List<InFlightJob> jobs = this.store.fetch(PROCESS, "f1", List.of("q"), new FetchLimit(3, 1000, true)).jobs();
		List<Long> tokens = List.of(jobs.get(1).token(), jobs.get(0).token(), jobs.get(2).token());
		this.redis.delete("resque:queues");
		assertThat(this.store.giveBack(PROCESS, tokens).count()).isEqualTo(3);
		assertThat(list("queue:q")).containsExactly("a", "b", "c", "d");
		assertThat(this.redis.opsForSet().members("resque:queues")).containsExactly("q");
		assertThat(this.store.giveBack(PROCESS, tokens).count()).isZero();
	}

	@Test
	void moreJobsThanOneCallTakesAreGivenBackInOrderToo() {
		String[] jobs = IntStream.range(0, 250).mapToObj((i) -> "job" + i).toArray(String[]::new);
		push("q", jobs);
		this.store.fetch(PROCESS, "f1", List.of("q"), new FetchLimit(250, 100_000, true));
		assertThat(this.store.giveBack(PROCESS, this.store.tokens(PROCESS)).count()).isEqualTo(250);
		assertThat(list("queue:q")).containsExactly(jobs);
	}

	@Test
	void payloadsAndQueueNamesOfAnyBytesSurviveTheWay() {
		byte[] payload = { 0, (byte) 0xff, ':', '\n', (byte) 0xc3, 0x28 };
		String queue = "ca:fé \n☃";
		try (RedisConnection connection = this.redis.getRequiredConnectionFactory().getConnection()) {
			connection.listCommands().rPush(bytes("resque:queue:" + queue), payload);
			InFlightJob job = this.store.fetch(PROCESS, "f-1", List.of(queue), TEN).jobs().get(0);
			assertThat(job.payload()).isEqualTo(payload);
			InFlightJob found = this.store.jobs(PROCESS, List.of(job.token())).get(job.token());
			assertThat(found.queue()).isEqualTo(queue);
			assertThat(found.fetchId()).isEqualTo("f-1");
			assertThat(found.payload()).isEqualTo(payload);
			this.store.giveBack(PROCESS, List.of(job.token()));
			assertThat(connection.listCommands().lPop(bytes("resque:queue:" + queue))).isEqualTo(payload);
		}
	}

	@Test
	void aStartMarkNeedsTheLeaseAndTheJob() {
		push("q", "a");
		long token = this.store.fetch(PROCESS, "f1", List.of("q"), TEN).jobs().get(0).token();
		assertThat(this.store.markStart(PROCESS, token, true)).isTrue();
		assertThat(this.redis.opsForHash().entries("resque:spring:started:" + PROCESS))
			.isEqualTo(Map.of("" + token, "fail"));
		assertThat(this.store.markStart(PROCESS, token + 1, false)).isFalse();
		this.redis.delete("resque:spring:leases");
		assertThat(this.store.markStart(PROCESS, token, false)).isFalse();
	}

	@Test
	void aWorkerRecordIsNotWrittenForAnAcknowledgedJobAndGoesWithItsJob() {
		push("q", "a");
		InFlightJob job = this.store.fetch(PROCESS, "f1", List.of("q"), TEN).jobs().get(0);
		WorkingRecord record = new WorkingRecord(job.token(), "w1", bytes("{}"));
		this.workers.recordWorking(PROCESS, List.of(record));
		assertThat(value("worker:w1")).isEqualTo("{}");
		this.store.finish(PROCESS, List.of(new FinishedJob(job.token(), "w1", false, null, null, true, true, null)));
		assertThat(value("worker:w1")).isNull();
		this.workers.recordWorking(PROCESS, List.of(record));
		assertThat(value("worker:w1")).isNull();
	}

	@Test
	void aFetchOfMoreJobsThanOneCommandTakesMovesAllInOrder() {
		String[] payloads = IntStream.range(0, 2500).mapToObj((i) -> "job" + i).toArray(String[]::new);
		push("q", payloads);
		push("r", "last");
		List<InFlightJob> jobs = this.store
			.fetch(PROCESS, "f1", List.of("q", "r"), new FetchLimit(3000, 1_000_000, true))
			.jobs();
		assertThat(jobs.subList(0, 2500)).extracting(InFlightStoreTests::text).containsExactly(payloads);
		assertThat(jobs.get(2500).queue()).isEqualTo("r");
		assertThat(this.store.jobs(PROCESS, jobs.stream().map(InFlightJob::token).toList()).values())
			.extracting(InFlightStoreTests::text)
			.containsExactlyElementsOf(jobs.stream().map(InFlightStoreTests::text).toList());
	}

	@Test
	void answersAreInTheOrderOfTheJobsWhateverBecameOfThem() {
		push("q", "a", "b", "c", "d", "e");
		List<InFlightJob> jobs = this.store.fetch(PROCESS, "f1", List.of("q"), TEN).jobs();
		this.store.finish(PROCESS, List.of(finished(jobs.get(2), false, null)));
		this.redis.opsForValue().set("resque:failed", "no list");
		FinishedJob ofOther = new FinishedJob(jobs.get(4).token(), "w2", false, null, null, false, true, null);
		assertThat(this.store.finish(PROCESS,
				List.of(finished(jobs.get(0), true, "entry"), finished(jobs.get(1), false, null),
						finished(jobs.get(2), false, null), finished(jobs.get(3), true, null), ofOther)))
			.containsExactly(Finish.NOT_RECORDED, Finish.ACKNOWLEDGED, Finish.NOT_OWNED, Finish.ACKNOWLEDGED,
					Finish.ACKNOWLEDGED);
		assertThat(value("stat:processed")).isEqualTo("4");
		assertThat(value("stat:processed:w1")).isEqualTo("3");
		assertThat(value("stat:processed:w2")).isEqualTo("1");
		assertThat(value("stat:failed")).isEqualTo("1");
		assertThat(this.redis.opsForHash().size("resque:spring:inflight:" + PROCESS)).isOne();
	}

	@Test
	void aFloodIsFetchedAndAcknowledgedInFewCommands() {
		push("q", IntStream.range(0, 1000).mapToObj((i) -> "job" + i).toArray(String[]::new));
		long before = commands();
		List<InFlightJob> jobs = this.store.fetch(PROCESS, "f1", List.of("q"), new FetchLimit(1000, 1_000_000, false))
			.jobs();
		List<Finish> results = this.store.finish(PROCESS,
				jobs.stream().map((job) -> finished(job, false, null)).toList());
		assertThat(commands() - before).isLessThan(25);
		assertThat(results).hasSize(1000).containsOnly(Finish.ACKNOWLEDGED);
		assertThat(value("stat:processed")).isEqualTo("1000");
	}

	/** All commands that Redis has carried out, those of scripts included. */
	private long commands() {
		Properties calls = this.redis
			.execute((RedisCallback<Properties>) (connection) -> connection.serverCommands().info("commandstats"));
		return calls.values()
			.stream()
			.mapToLong((call) -> Long.parseLong(call.toString().replaceAll("^calls=(\\d+).*", "$1")))
			.sum();
	}

	private static FinishedJob finished(InFlightJob job, boolean failed, String entry) {
		return new FinishedJob(job.token(), "w1", failed, (entry != null) ? FailedEntry.ofAll(bytes(entry)) : null,
				null, false, true, null);
	}

	private void push(String queue, String... payloads) {
		this.redis.opsForList().rightPushAll("resque:queue:" + queue, payloads);
	}

	private List<String> list(String key) {
		return this.redis.opsForList().range("resque:" + key, 0, -1);
	}

	private String value(String key) {
		return this.redis.opsForValue().get("resque:" + key);
	}

	private void config(String name, String value) {
		try (RedisConnection connection = this.redis.getRequiredConnectionFactory().getConnection()) {
			connection.serverCommands().setConfig(name, value);
		}
	}

	private static String sha1(String text) {
		try {
			return java.util.HexFormat.of()
				.formatHex(java.security.MessageDigest.getInstance("SHA-1").digest(bytes(text)));
		}
		catch (java.security.NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(InFlightJob job) {
		return new String(job.payload(), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
