package io.resque.sample.basic;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A cache whose values take their time. A worker that must stop interrupts the wait.
 */
@Component
class SlowCache {

	private final Duration loadTime;

	private final Map<String, String> values = new ConcurrentHashMap<>();

	SlowCache(@Value("${sample.cache-load-time:1s}") Duration loadTime) {
		this.loadTime = loadTime;
	}

	void load(String key) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(this.loadTime.toNanos());
		this.values.put(key, key + ", loaded at " + Instant.now());
	}

	boolean contains(String key) {
		return this.values.containsKey(key);
	}

}
