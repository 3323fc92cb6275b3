package io.resque.sample.basic;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WarmCacheTests {

	@Test
	void loadsEachKey() throws InterruptedException {
		SlowCache cache = new SlowCache(Duration.ZERO);
		new WarmCache(cache).perform("a", "b");
		assertThat(cache.contains("a")).isTrue();
		assertThat(cache.contains("b")).isTrue();
	}

	@Test
	void stopsWhenItIsInterrupted() {
		SlowCache cache = new SlowCache(Duration.ofMinutes(1));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> new WarmCache(cache).perform("a", "b"));
		assertThat(cache.contains("a")).isFalse();
	}

}
