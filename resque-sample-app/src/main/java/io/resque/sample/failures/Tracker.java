package io.resque.sample.failures;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

import io.resque.failure.FailureBackend;
import io.resque.failure.JobFailure;

/**
 * Counts failures by their exceptions, beside the failed list: the property
 * {@code resque.failure.backends} names both.
 */
@Component
class Tracker implements FailureBackend {

	private final Map<String, Long> failures = new ConcurrentHashMap<>();

	@Override
	public byte @Nullable [] save(JobFailure failure) {
		this.failures.merge(failure.exception(), 1L, Long::sum);
		return null;
	}

	long failures(String exception) {
		return this.failures.getOrDefault(exception, 0L);
	}

}
