package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisServerCommands;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.redis.RecoveryStore.RecoveredJob;
import io.resque.redis.WorkerStore.WorkingRecord;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What scripts leave behind when Redis refuses one of their commands: Redis does not undo
 * the others.
 */
@ExtendWith(RedisServerExtension.class)
class ScriptFailureTests {

	private static final String PROCESS = "0123456789abcdef";

	private static final String OTHER = "fedcba9876543210";

	private static final Duration SPAN = Duration.ofSeconds(15);

	private static final FetchLimit TEN = new FetchLimit(10, 1_000_000, true);

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	private final InFlightStore store;

	private final LeaseStore leases;

	private final RecoveryStore recovery;

	ScriptFailureTests(RedisServer server) {
		this.redis = server.template();
		this.resque = server.redis("resque");
		this.store = new InFlightStore(this.resque);
		this.leases = new LeaseStore(this.resque);
		this.recovery = new RecoveryStore(this.resque);
	}

	@BeforeEach
	void openLease() {
		this.leases.open(PROCESS, SPAN, Map.of("host", "here"));
	}

	@Test
	void jobsThatCannotBePutInFlightStayOnTheirQueues() {
		this.redis.opsForList().rightPushAll("resque:queue:high", "a", "b");
		this.redis.opsForList().rightPushAll("resque:queue:low", "c");
		this.redis.opsForValue().set("resque:spring:inflight:" + PROCESS, "no hash");
		assertThatExceptionOfType(RedisCallException.class)
			.isThrownBy(() -> this.store.fetch(PROCESS, "f", List.of("high", "low"), TEN))
			.matches(RedisCallException::isWrongType);
		assertThat(list("queue:high")).containsExactly("a", "b");
		assertThat(list("queue:low")).containsExactly("c");
	}

	@Test
	void aRedisThatTakesNoWritesIsNotTakenForOneWithoutJobs() {
		this.redis.opsForList().rightPushAll("resque:queue:q", "a");
		RedisServerCommands server = this.redis.getRequiredConnectionFactory().getConnection().serverCommands();
		server.setConfig("min-replicas-to-write", "1");
		try {
			assertThatExceptionOfType(RedisCallException.class)
				.isThrownBy(() -> this.store.fetch(PROCESS, "f", List.of("q"), TEN))
				.withMessageContaining("NOREPLICAS")
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(RedisCallException.Outcome.REFUSED));
		}
		finally {
			server.setConfig("min-replicas-to-write", "0");
		}
		assertThat(list("queue:q")).containsExactly("a");
	}

	@Test
	void tokensGrowAlsoWhenRedisHasLostItsData() {
		this.redis.opsForList().rightPushAll("resque:queue:q", "a");
		long before = fetch("q").token();
		this.redis.getRequiredConnectionFactory().getConnection().serverCommands().flushDb();
		openLease();
		this.redis.opsForList().rightPushAll("resque:queue:q", "b", "c");
		long after = fetch("q").token();
		assertThat(after).isGreaterThan(before);
		this.redis.opsForValue().set("resque:spring:tokens", Long.toString(after + 1_000_000_000));
		this.redis.opsForList().rightPushAll("resque:queue:q", "d");
		assertThat(fetch("q").token()).isEqualTo(after + 1_000_000_001);
	}

	@Test
	void aJobIsGivenBackOnceWhenItsQueueCannotBeMadeKnown() {
		this.redis.opsForList().rightPushAll("resque:queue:q", "a");
		long token = fetch("q").token();
		this.redis.opsForValue().set("resque:queues", "no set");
		this.store.giveBack(PROCESS, List.of(token));
		this.store.giveBack(PROCESS, List.of(token));
		assertThat(list("queue:q")).containsExactly("a");
	}

	@Test
	void aJobIsRecoveredOnceWhenItsQueueCannotBeMadeKnown() {
		this.redis.opsForList().rightPushAll("resque:queue:q", "a");
		long token = fetch("q").token();
		this.redis.opsForValue().set("resque:queues", "no set");
		declareDead();
		recover(token, null);
		recover(token, null);
		assertThat(list("queue:q")).containsExactly("a");
	}

	@Test
	void aFailedListThatIsNoneKeepsNoOtherJobFromItsQueue() {
		this.redis.opsForList().rightPushAll("resque:queue:q", "a", "b");
		List<InFlightJob> jobs = this.store.fetch(PROCESS, "f", List.of("q"), TEN).jobs();
		this.redis.opsForValue().set("resque:failed", "no list");
		declareDead();
		long fails = jobs.get(1).token();
		long returns = jobs.get(0).token();
		assertThat(this.recovery.recover(PROCESS, Duration.ofDays(1),
				List.of(new RecoveredJob(fails, "d1", "trail", true, FailedEntry.ofAll(bytes("entry"))),
						new RecoveredJob(returns, "d2", "trail", false, null))))
			.containsExactly(-1L, 1L);
		assertThat(list("queue:q")).containsExactly("a");
		assertThat(this.store.tokens(PROCESS)).containsExactly(fails);
	}

	@Test
	void aPushWhoseQueueCannotBeMadeKnownPushesNothing() {
		this.redis.opsForValue().set("resque:queues", "no set");
		QueueStore queues = new QueueStore(this.resque);
		assertThatExceptionOfType(RedisCallException.class).isThrownBy(() -> queues.push("q", List.of(bytes("a"))));
		assertThat(this.redis.hasKey("resque:queue:q")).isFalse();
	}

	@Test
	void aRetryWhoseQueueCannotBeMadeKnownPushesNothing() {
		this.redis.opsForList().rightPushAll("resque:failed", "entry");
		this.redis.opsForValue().set("resque:queues", "no set");
		FailureStore failures = new FailureStore(this.resque);
		assertThatExceptionOfType(RedisCallException.class)
			.isThrownBy(() -> failures.requeue(0, bytes("entry"), null, "q", bytes("a")));
		assertThat(this.redis.hasKey("resque:queue:q")).isFalse();
		assertThat(list("failed")).containsExactly("entry");
	}

	@Test
	void aFullRedisLetsProcessesLiveSoThatTheyCanEmptyIt() {
		this.redis.opsForList().rightPushAll("resque:queue:q", "a", "b", "c");
		List<InFlightJob> jobs = this.store.fetch(PROCESS, "f", List.of("q"), TEN).jobs();
		try {
			config("maxmemory-policy", "noeviction");
			config("maxmemory", "1");
			assertThat(this.leases.renew(PROCESS, SPAN)).isPresent();
			assertThat(this.store.markStart(PROCESS, jobs.get(0).token(), false)).isTrue();
			assertThat(this.store.giveBack(PROCESS, List.of(jobs.get(2).token())).count()).isEqualTo(1);
			new WorkerStore(this.resque).recordWorking(PROCESS,
					List.of(new WorkingRecord(jobs.get(0).token(), "w1", bytes("{}"))));
			this.leases.open("00000000000000ff", SPAN, Map.of("host", "new"));
			declareDead();
			assertThat(recover(jobs.get(1).token(), null)).isEqualTo(1);
			assertThat(recover(jobs.get(0).token(), "entry")).isEqualTo(1);
		}
		finally {
			config("maxmemory", "0");
		}
		assertThat(list("queue:q")).containsExactly("b", "c");
		assertThat(list("failed")).containsExactly("entry");
	}

	private InFlightJob fetch(String queue) {
		return this.store.fetch(PROCESS, "f", List.of(queue), new FetchLimit(1, 1000, true)).jobs().get(0);
	}

	private void declareDead() {
		this.leases.open(OTHER, SPAN, Map.of("host", "there"));
		String deadline = Long.toString(this.redis.opsForZSet().score("resque:spring:leases", PROCESS).longValue());
		assertThat(this.leases.declareDead(PROCESS, deadline, OTHER)).isTrue();
	}

	private long recover(long token, String entry) {
		return this.recovery.recover(PROCESS, Duration.ofDays(1), List.of(new RecoveredJob(token, "digest", "trail",
				entry != null, (entry != null) ? FailedEntry.ofAll(bytes(entry)) : null)))
			.get(0);
	}

	private List<String> list(String key) {
		return this.redis.opsForList().range("resque:" + key, 0, -1);
	}

	private void config(String name, String value) {
		try (RedisConnection connection = this.redis.getRequiredConnectionFactory().getConnection()) {
			connection.serverCommands().setConfig(name, value);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
