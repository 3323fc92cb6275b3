package io.resque.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.LeaseStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class VitalSignsTests {

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
		assertThat(this.signs.read()).isEqualTo(new Vitals(Map.of(), 0, 0, 0, List.of(), 0));
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
		assertThat(vitals).isEqualTo(new Vitals(Map.of("mail", 2L, "odd", -1L, "empty", 0L), 42, 7, 3,
				List.of(List.of("mail", "low"), List.of("*")), 1));
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
		for (String key : List.of("queues", "workers", "failed", "failed_queues", "stat:processed", "stat:failed")) {
			this.redis.opsForHash().put("resque:" + key, "a", "b");
		}
		assertThat(this.signs.read()).isEqualTo(new Vitals(Map.of(), 0, 0, 0, List.of(), 0));
		this.redis.delete("resque:workers");
		this.redis.opsForSet().add("resque:workers", "vm:1:mail", "box.aaaaaa:1-1:mail");
		this.redis.opsForValue().set("resque:workers:heartbeat", "x");
		this.redis.opsForValue().set("resque:spring:leases", "x");
		assertThat(this.signs.read().workers()).containsExactly(List.of("mail"));
	}

	@Test
	void callsDoNotGrowWithTheWorkers() {
		IntStream.range(0, 2).forEach((i) -> this.redis.opsForSet().add("resque:workers", "vm:" + i + ":low"));
		long few = callsOfOneRead();
		IntStream.range(2, 400).forEach((i) -> this.redis.opsForSet().add("resque:workers", "vm:" + i + ":low"));
		assertThat(callsOfOneRead()).isEqualTo(few);
	}

	private long callsOfOneRead() {
		this.signs.read();
		CommandCount count = CommandCount.of(this.server);
		this.signs.read();
		return count.since();
	}

	private void beat(String worker, Instant time) {
		this.redis.opsForHash().put("resque:workers:heartbeat", worker, RubyTime.heartbeat(time));
	}

}
