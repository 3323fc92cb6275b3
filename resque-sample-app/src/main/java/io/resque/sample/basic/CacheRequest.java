package io.resque.sample.basic;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.sample.InvalidFieldException;
import io.resque.sample.web.JobRequest;

/**
 * Asks for keys to be loaded into the cache.
 *
 * @param keys the keys
 */
record CacheRequest(@Nullable Object keys) implements JobRequest {

	@Override
	public Class<?> job() {
		return WarmCache.class;
	}

	/** One argument, the list of the keys. */
	@Override
	public List<Object> args() {
		if (!(this.keys instanceof List<?> list) || list.isEmpty() || !list.stream().allMatch(CacheRequest::isKey)) {
			throw new InvalidFieldException("keys", "a list of one or more strings that are not blank");
		}
		return List.of(list);
	}

	private static boolean isKey(@Nullable Object element) {
		return element instanceof String key && !key.isBlank();
	}

}
