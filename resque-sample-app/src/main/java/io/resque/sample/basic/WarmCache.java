package io.resque.sample.basic;

import org.springframework.stereotype.Component;

import io.resque.ResqueJob;

/**
 * Loads what is slow to load before somebody asks for it. Takes the keys as one list or
 * one by one.
 */
@Component
@ResqueJob(queue = "warm_cache")
class WarmCache {

	private final SlowCache cache;

	WarmCache(SlowCache cache) {
		this.cache = cache;
	}

	void perform(String... keys) throws InterruptedException {
		for (String key : keys) {
			this.cache.load(key);
		}
	}

}
