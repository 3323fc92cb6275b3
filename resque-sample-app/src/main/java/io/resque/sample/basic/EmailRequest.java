package io.resque.sample.basic;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.sample.InvalidFieldException;
import io.resque.sample.web.JobRequest;

/**
 * Asks for an email.
 *
 * @param to address of the recipient
 */
record EmailRequest(@Nullable Object to) implements JobRequest {

	@Override
	public Class<?> job() {
		return SendEmailTask.class;
	}

	@Override
	public List<Object> args() {
		if (!(this.to instanceof String address && EmailAddress.isValid(address))) {
			throw new InvalidFieldException("to", EmailAddress.ALLOWED);
		}
		return List.of(address);
	}

}
