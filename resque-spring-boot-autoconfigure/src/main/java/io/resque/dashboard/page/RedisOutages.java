package io.resque.dashboard.page;

import org.jspecify.annotations.Nullable;

/**
 * Tells failures of Redis from other exceptions. The pages know nothing of the classes
 * that talk to Redis.
 */
@FunctionalInterface
public interface RedisOutages {

	/** The outage behind an exception, or null when it is something else. */
	@Nullable RedisOutage find(Throwable thrown);

}
