package io.resque.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.ResqueEvents;
import io.resque.redis.HistoryStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.worker.loop.Turn;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class HistoryLoopTests {

	private final HistoryLoop loop;

	private final StringRedisTemplate redis;

	HistoryLoopTests(RedisServer server) {
		this.redis = server.template();
		this.loop = new HistoryLoop(new HistoryStore(server.redis("resque")), new ResqueEvents((event) -> {
		}), Clock.fixed(Instant.parse("2026-11-20T12:10:20Z"), ZoneOffset.UTC));
	}

	@Test
	void notesNothingInItsFirstMinuteAndThenAtEachOne() {
		assertThat(this.loop.runOnce()).isEqualTo(Turn.silent(Duration.ofMinutes(1)));
		assertThat(this.redis.keys("*")).isEmpty();
		assertThat(this.loop.runOnce()).isEqualTo(Turn.answered(Duration.ofSeconds(40)));
		assertThat(this.redis.opsForList().size("resque:spring:history")).isOne();
		this.loop.begin();
		assertThat(this.loop.runOnce()).as("started again").isEqualTo(Turn.silent(Duration.ofMinutes(1)));
	}

	@Test
	void startsAndStopsAsOftenAsOneLikes() {
		this.loop.start();
		this.loop.start();
		assertThat(this.loop.isRunning()).isTrue();
		this.loop.stop();
		this.loop.stop();
		assertThat(this.loop.isRunning()).isFalse();
	}

}
