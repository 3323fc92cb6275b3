package io.resque.failure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where failed jobs are recorded, and for how long.
 *
 * @param backends comma-separated list of what records failed jobs: redis (one list),
 * redis-multi-queue (a list for each queue), log (a line of the log), or names of
 * FailureBackend beans. By default the FailureBackend beans of the application, and redis
 * where it has none
 * @param keep maximum number of entries in each list of failed jobs; the oldest are
 * dropped. By default there is none
 * @param keepFor maximum age of an entry in a list of failed jobs; older ones are
 * dropped. By default there is none
 */
@ConfigurationProperties("resque.failure")
public record FailureSettings(@DefaultValue List<String> backends, @Nullable Long keep, @Nullable Duration keepFor) {

	static final String REDIS = "redis";

	static final String REDIS_MULTI_QUEUE = "redis-multi-queue";

	static final String LOG = "log";

	public FailureSettings {
		backends = backends.stream()
			.map(String::strip)
			.filter((name) -> !name.isEmpty())
			.map(FailureSettings::canonical)
			.distinct()
			.toList();
		if (backends.contains(REDIS) && backends.contains(REDIS_MULTI_QUEUE)) {
			throw new IllegalArgumentException("'backends' must not name both '" + REDIS + "' and '" + REDIS_MULTI_QUEUE
					+ "': a failed job is in one list, that of all queues or that of its own");
		}
		if (keep != null && keep < 1) {
			throw new IllegalArgumentException("'keep' must be at least 1");
		}
		if (keepFor != null && (keepFor.isNegative() || keepFor.isZero())) {
			throw new IllegalArgumentException("'keep-for' must be longer than nothing");
		}
	}

	/** Whether anything is ever dropped. */
	public boolean limited() {
		return this.keep != null || this.keepFor != null;
	}

	/** Whether each queue has a failed list of its own. */
	boolean listForEachQueue() {
		return this.backends.contains(REDIS_MULTI_QUEUE);
	}

	/** Ruby writes {@code redis_multi_queue}; the name of a bean is taken as it is. */
	private static String canonical(String name) {
		String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
		return List.of(REDIS, REDIS_MULTI_QUEUE, LOG).contains(lower) ? lower : name;
	}

}
