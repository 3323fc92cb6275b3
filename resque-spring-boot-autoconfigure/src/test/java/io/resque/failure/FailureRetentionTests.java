package io.resque.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.event.FailureEvent;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(RedisServerExtension.class)
class FailureRetentionTests {

	private final FailureFixture failed;

	private final ResqueRedis resque;

	private final StringRedisTemplate redis;

	private final RecordedEvents events = new RecordedEvents();

	FailureRetentionTests(RedisServer server) {
		this.failed = new FailureFixture(server);
		this.resque = server.redis("resque");
		this.redis = server.template();
	}

	@Test
	void nothingIsDroppedWithoutBeingAsked() {
		append("failed", 3, Duration.ofDays(1000));
		assertThat(retention(null, null).runOnce()).isFalse();
		assertThat(this.failed.entries()).hasSize(3);
		assertThat(new FailureSettings(List.of(), null, null).limited()).isFalse();
	}

	@Test
	void theOldestAreDroppedFromEachListThatIsTooLong() {
		append("failed", 12_000, Duration.ZERO);
		this.redis.opsForSet().add("resque:failed_queues", "low_failed", "high_failed", "text_failed");
		append("low_failed", 11, Duration.ZERO);
		append("high_failed", 10, Duration.ZERO);
		this.redis.opsForValue().set("resque:text_failed", "no list");
		assertThat(retention(10L, null).runOnce()).isFalse();
		assertThat(this.failed.all().counts()).containsEntry("failed", 10L)
			.containsEntry("low_failed", 10L)
			.containsEntry("high_failed", 10L);
		assertThat(this.failed.failures().oldest(0, 1)).extracting(FailedJob::args).containsExactly("[11990]");
		assertThat(this.events.of(FailureEvent.class)).containsExactly(
				new FailureEvent.Dropped("failed", 11_990, "there are more than resque.failure.keep=10"),
				new FailureEvent.Dropped("low_failed", 1, "there are more than resque.failure.keep=10"));
		assertThat(retention(10L, null).runOnce()).isFalse();
		assertThat(this.events.of(FailureEvent.class)).hasSize(2);
	}

	@Test
	void theOldAreDroppedUpToTheFirstYoungOne() {
		append("failed", 130, Duration.ofDays(3));
		this.failed.append("", "no JSON", FailureFixture.entry(7).replace("2026/11/20 16:53:28 UTC", "yesterday"));
		append("failed", 1, Duration.ofDays(3));
		append("failed", 30, Duration.ofHours(47));
		append("failed", 1, Duration.ofDays(3));
		assertThat(retention(null, Duration.ofDays(2)).runOnce()).isFalse();
		assertThat(this.failed.entries()).hasSize(34).contains("", "no JSON");
		assertThat(this.events.of(FailureEvent.Dropped.class)).singleElement().satisfies((dropped) -> {
			assertThat(dropped.entries()).isEqualTo(131);
			assertThat(dropped.reason()).contains("resque.failure.keep-for");
		});
	}

	@Test
	void whatWasDroppedIsToldOfAlsoWhenItGoesOn() {
		append("failed", 26_000, Duration.ofDays(3));
		FailureRetention retention = retention(1000L, Duration.ofDays(2));
		while (retention.runOnce()) {
			assertThat(this.failed.entries()).isNotEmpty();
		}
		assertThat(this.failed.entries()).isEmpty();
		assertThat(this.events.of(FailureEvent.Dropped.class).stream().mapToLong(FailureEvent.Dropped::entries).sum())
			.isEqualTo(26_000);
	}

	@Test
	void senselessLimitsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new FailureSettings(List.of(), 0L, null))
			.withMessageContaining("'keep'");
		assertThatIllegalArgumentException().isThrownBy(() -> new FailureSettings(List.of(), null, Duration.ZERO))
			.withMessageContaining("'keep-for'");
	}

	private FailureRetention retention(@Nullable Long keep, @Nullable Duration keepFor) {
		return new FailureRetention(this.failed.store(), new ServerStore(this.resque),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)), new FailureSettings(List.of(), keep, keepFor),
				this.events.events());
	}

	private void append(String list, int entries, Duration age) {
		String time = RubyTime.failedAt(Instant.now().minus(age));
		this.redis.opsForList()
			.rightPushAll("resque:" + list,
					IntStream.range(0, entries)
						.mapToObj((i) -> FailureFixture.entry(i).replace("2026/11/20 16:53:28 UTC", time))
						.toList());
	}

}
