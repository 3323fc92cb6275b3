package io.resque.failure;

import java.util.Collection;

import io.resque.ResqueException;

/**
 * The settings name a failure backend that does not exist.
 */
public class UnknownBackendException extends ResqueException {

	public UnknownBackendException(String name, Collection<String> beans) {
		super("resque.failure.backends names '" + name + "', but there are only '" + FailureSettings.REDIS + "', '"
				+ FailureSettings.REDIS_MULTI_QUEUE + "', '" + FailureSettings.LOG + "' and "
				+ (beans.isEmpty() ? "no beans of type FailureBackend" : "the FailureBackend beans " + beans));
	}

}
