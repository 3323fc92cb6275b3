package io.resque.inspect;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.Keyspace;
import io.resque.redis.LeaseStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.redis.VitalStore;
import io.resque.redis.VitalStore.Totals;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.SilentProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class VitalSignsTests {

	private static final Vitals NOTHING = new Vitals(Map.of(), Map.of(), new Totals(0, 0, 0, 0), List.of(), 0, true);

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ResqueRedis resque;

	private final VitalSigns signs;

	VitalSignsTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.resque = server.redis("resque");
		this.signs = new VitalSigns(this.resque);
	}

	@Test
	void nothingIsZero() {
		assertThat(this.signs.read()).isEqualTo(NOTHING);
		assertThat(this.signs.namespace()).isEqualTo("resque");
		assertThat(this.signs.redisVersion()).matches("\\d+\\.\\d+.*");
	}

	@Test
	void totalsAreThoseOfRuby() {
		this.redis.opsForSet().add("resque:queues", "mail", "odd", "empty");
		this.redis.opsForList().rightPushAll("resque:queue:mail", "{}", "{}");
		this.redis.opsForValue().set("resque:queue:odd", "no list");
		this.redis.opsForValue().set("resque:stat:processed", "42");
		this.redis.opsForValue().set("resque:stat:failed", "7");
		this.redis.opsForList().rightPush("resque:failed", "{}");
		this.redis.opsForSet().add("resque:failed_queues", "mail_failed");
		this.redis.opsForList().rightPushAll("resque:mail_failed", "{}", "{}");
		this.redis.opsForSet().add("resque:workers", "vm:1:mail,low", "vm:2:*");
		this.redis.opsForValue().set("resque:worker:vm:1:mail,low", "{}");
		Vitals vitals = this.signs.read();
		assertThat(vitals).isEqualTo(new Vitals(Map.of("mail", 2L, "odd", -1L, "empty", 0L), Map.of(),
				new Totals(42, 7, 3, 0), List.of(List.of("mail", "low"), List.of("*")), 1, true));
		assertThat(vitals.pending()).isEqualTo(2);
	}

	@Test
	void rubysWorkersAreAliveWhileTheyBeat() {
		Instant now = Instant.now();
		this.redis.opsForSet().add("resque:workers", "vm:1:beats", "vm:2:silent", "vm:3:never");
		beat("vm:1:beats", now.minus(Duration.ofMinutes(4)));
		beat("vm:2:silent", now.minus(Duration.ofMinutes(6)));
		assertThat(this.signs.read().workers()).containsExactly(List.of("beats"), List.of("never"));
	}

	@Test
	void ourWorkersAreAliveWhileTheirProcessHoldsALease() {
		LeaseStore leases = new LeaseStore(this.resque);
		leases.open("aaaaaa0000000000", Duration.ofMinutes(1), Map.of("host", "box"));
		this.redis.opsForZSet().add("resque:spring:leases", "bbbbbb0000000000", 1);
		this.redis.opsForSet()
			.add("resque:workers", "box.aaaaaa:1-1:holds", "box.bbbbbb:2-1:ranout", "box.cccccc:3-1:none");
		beat("box.bbbbbb:2-1:ranout", Instant.now());
		beat("box.cccccc:3-1:none", Instant.now());
		assertThat(this.signs.read().workers()).containsExactly(List.of("holds"));
	}

	@Test
	void deadWorkersDoNotWork() {
		this.redis.opsForSet().add("resque:workers", "vm:2:silent");
		this.redis.opsForValue().set("resque:worker:vm:2:silent", "{}");
		beat("vm:2:silent", Instant.now().minus(Duration.ofMinutes(6)));
		assertThat(this.signs.read().working()).isZero();
	}

	@Test
	void foreignValuesCountAsNothing() {
		for (String key : List.of("queues", "workers", "failed", "failed_queues", "stat:processed", "stat:failed",
				"delayed_queue_schedule")) {
			this.redis.opsForHash().put("resque:" + key, "a", "b");
		}
		assertThat(this.signs.read()).isEqualTo(NOTHING);
		this.redis.delete("resque:workers");
		this.redis.opsForSet().add("resque:workers", "vm:1:mail", "box.aaaaaa:1-1:mail");
		this.redis.opsForValue().set("resque:workers:heartbeat", "x");
		this.redis.opsForValue().set("resque:spring:leases", "x");
		assertThat(this.signs.read().workers()).containsExactly(List.of("mail"));
	}

	@Test
	void aReadIsOneCall() {
		this.redis.opsForSet().add("resque:queues", "mail");
		this.redis.opsForList().rightPush("resque:queue:mail", "{}");
		IntStream.range(0, 400).forEach((i) -> this.redis.opsForSet().add("resque:workers", "vm:" + i + ":low"));
		this.signs.read();
		CommandCount count = CommandCount.of(this.server);
		assertThat(this.signs.read().workers()).hasSize(400);
		assertThat(count.byName()).containsEntry("evalsha", 1L);
		assertThat(count.byName().keySet()).isSubsetOf("evalsha", "llen", "get", "scard", "smembers", "lindex", "hget",
				"exists", "zcard", "zrange", "zrangebyscore", "time");
	}

	@Test
	void delayedJobsAreCounted() {
		delay(100, "a", "b");
		delay(200, "c");
		this.redis.opsForValue().set("resque:delayed:300", "no list");
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "300", 300);
		assertThat(this.signs.read()).satisfies((vitals) -> {
			assertThat(vitals.totals().delayed()).isEqualTo(3);
			assertThat(vitals.complete()).isTrue();
		});
	}

	@Test
	void ofManySecondsEachFurtherOneCountsAsAJob() {
		delay(1, "a", "b");
		IntStream.rangeClosed(2, VitalStore.MOST_SECONDS + 10).forEach((second) -> delay(second, "c", "d"));
		Vitals vitals = this.signs.read();
		assertThat(vitals.totals().delayed()).isEqualTo(2L * VitalStore.MOST_SECONDS + 10);
		assertThat(vitals.complete()).isFalse();
	}

	@Test
	void ofManyQueuesAndWorkersAPartIsLookedAt() {
		String[] names = IntStream.range(0, VitalStore.MOST + 500)
			.mapToObj((i) -> "vm:" + i + ":low")
			.toArray(String[]::new);
		this.redis.opsForSet().add("resque:queues", names);
		assertThat(this.signs.read()).satisfies((vitals) -> {
			assertThat(vitals.queues()).hasSizeBetween(VitalStore.MOST / 2, VitalStore.MOST);
			assertThat(vitals.complete()).isFalse();
		});
		this.redis.delete("resque:queues");
		this.redis.opsForSet().add("resque:workers", names);
		assertThat(this.signs.read()).satisfies((vitals) -> {
			assertThat(vitals.workers()).hasSizeBetween(VitalStore.MOST / 2, VitalStore.MOST);
			assertThat(vitals.complete()).isFalse();
		});
	}

	@Test
	void theHeadOfAQueueIsAsOldAsActiveJobSays() {
		String at = Instant.now().minusSeconds(90).toString();
		head("rails", activeJob("\"enqueued_at\":\"" + at + "\",\"arguments\":[]"));
		head("older", activeJob("\"arguments\":[{\"enqueued_at\":\"" + at + "\"}]"));
		head("odd", activeJob("\"enqueued_at\":\"soon\""));
		head("number", activeJob("\"enqueued_at\":12"));
		head("ahead", activeJob("\"enqueued_at\":\"" + Instant.now().plusSeconds(90) + "\""));
		head("broken", activeJob("\"enqueued_at\":\"" + at + "\"").substring(0, 120));
		head("ruby", "{\"class\":\"Note\",\"args\":[{\"enqueued_at\":\"" + at + "\"}]}");
		assertThat(this.signs.read().headAges()).containsOnlyKeys("ahead", "rails")
			.containsEntry("ahead", Duration.ZERO)
			.hasEntrySatisfying("rails",
					(age) -> assertThat(age).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(99)));
	}

	@Test
	void anOutageIsToldWithinTwoSeconds() throws IOException {
		try (SilentProxy proxy = new SilentProxy(this.server.port())) {
			LettuceConnectionFactory connections = ResqueConnections
				.like(new LettuceConnectionFactory("127.0.0.1", proxy.port()), Duration.ofSeconds(30));
			connections.afterPropertiesSet();
			connections.start();
			try {
				VitalSigns silent = new VitalSigns(new ResqueRedis(connections, new Keyspace("resque")));
				silent.read();
				proxy.silence();
				long start = System.nanoTime();
				assertThatExceptionOfType(RedisCallException.class).isThrownBy(silent::read)
					.satisfies((ex) -> assertThat(ex.isOutage()).isTrue());
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
				assertThat(Thread.getAllStackTraces().keySet()).filteredOn("name", "resque-vital-signs")
					.hasSizeLessThanOrEqualTo(1);
			}
			finally {
				connections.destroy();
			}
		}
	}

	private void delay(int second, String... jobs) {
		this.redis.opsForList().rightPushAll("resque:delayed:" + second, jobs);
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", Integer.toString(second), second);
	}

	private void head(String queue, String payload) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPush("resque:queue:" + queue, payload);
	}

	private static String activeJob(String members) {
		return "{\"class\":\"ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper\",\"args\":[{\"job_class\":\"A\","
				+ members + "}]}";
	}

	private void beat(String worker, Instant time) {
		this.redis.opsForHash().put("resque:workers:heartbeat", worker, RubyTime.heartbeat(time));
	}

}
