package io.resque.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.resque.testsupport.OwnRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clock of Redis jumps, by more than a lease. With libfaketime on the machine it
 * really does. Without, that is simulated: all leases are moved the other way, so each
 * looks as late or as early as it would, but {@code TIME} does not move, by which
 * processes notice a jump.
 */
@Tag("chaos")
class ClockJumpTests {

	private static final Optional<Path> FAKETIME = List
		.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
				"/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib64/faketime/libfaketimeMT.so.1")
		.stream()
		.map(Path::of)
		.filter(Files::exists)
		.findFirst();

	private static final RedisScript<Long> SHIFT = RedisScript.of("""
			for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
			  redis.call('ZINCRBY', KEYS[1], -ARGV[1], id)
			end
			return 1
			""", Long.class);

	@TempDir
	private Path directory;

	private long offset;

	@Test
	void nobodyLosesHisLeaseAndNothingIsDoubledWhenTheClockJumpsForward() throws Exception {
		try (OwnRedis server = start(); Arena arena = Arena.open("clock-forward", server.url(), server.url(), 1)) {
			for (int i = 0; i < 3; i++) {
				TimeUnit.SECONDS.sleep(5);
				jump(10, arena.redis());
			}
			TimeUnit.SECONDS.sleep(5);
			expectNoLoss("forward", arena);
		}
	}

	@Test
	void workGoesOnWhenTheClockJumpsBackwardAndTheDeadAreRecoveredLater() throws Exception {
		try (OwnRedis server = start(); Arena arena = Arena.open("clock-backward", server.url(), server.url(), 2)) {
			TimeUnit.SECONDS.sleep(5);
			jump(-10, arena.redis());
			TimeUnit.SECONDS.sleep(5);
			arena.workers().kill(0);
			arena.workers().start(0);
			TimeUnit.SECONDS.sleep(5);
			jump(-10, arena.redis());
			TimeUnit.SECONDS.sleep(5);
			expectNoLoss("backward", arena);
		}
	}

	private static void expectNoLoss(String direction, Arena arena) throws InterruptedException {
		Verdict verdict = arena.finish();
		System.out.println("Clock jumps " + direction + " ("
				+ FAKETIME.map(Path::toString).orElse("simulated: leases moved, TIME did not") + "): " + verdict);
		assertThat(verdict.problems()).as(arena.directory().toString()).isEmpty();
		assertThat(verdict.unprovoked()).isZero();
		assertThat(verdict.doubles().explanations()).doesNotContainKeys("unprovoked", "frozen");
		assertThat(verdict.jobs().accepted()).isGreaterThan(1000);
	}

	private OwnRedis start() throws IOException {
		if (FAKETIME.isEmpty()) {
			return OwnRedis.start();
		}
		return OwnRedis.start(Map.of("LD_PRELOAD", FAKETIME.get().toString(), "FAKETIME_TIMESTAMP_FILE",
				write(0).toString(), "FAKETIME_NO_CACHE", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
	}

	private void jump(long seconds, StringRedisTemplate redis) throws IOException {
		if (FAKETIME.isPresent()) {
			this.offset += seconds;
			write(this.offset);
			Instant now = Instant.now().plusSeconds(this.offset);
			assertThat(time(redis)).isBetween(now.minusSeconds(2), now.plusSeconds(2));
		}
		else {
			redis.execute(SHIFT, List.of("resque:spring:leases"),
					Long.toString(Duration.ofSeconds(seconds).toMillis()));
		}
	}

	private static Instant time(StringRedisTemplate redis) {
		return Instant
			.ofEpochMilli(redis.execute((RedisCallback<Long>) (connection) -> connection.serverCommands().time()));
	}

	private Path write(long seconds) throws IOException {
		// Moved into place: a reader must not see half a file.
		Path written = Files.writeString(this.directory.resolve("new"), "%+ds%n".formatted(seconds));
		return Files.move(written, this.directory.resolve("offset"), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
	}

}
