package io.resque.sample.basic;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.sample.InvalidFieldException;
import io.resque.sample.web.JobRequest;

/**
 * Asks for a job that fails.
 *
 * @param message message of the exception
 */
record FailureRequest(@Nullable Object message) implements JobRequest {

	@Override
	public Class<?> job() {
		return FailingJob.class;
	}

	@Override
	public List<Object> args() {
		if (!(this.message instanceof String text) || text.isBlank()) {
			throw new InvalidFieldException("message", "a text that is not blank");
		}
		return List.of(text);
	}

}
