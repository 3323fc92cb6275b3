package io.resque.autoconfigure;

import io.resque.ResqueException;

/**
 * Redis was reached at start, or was not, and it will not do.
 */
class UnsuitableRedisException extends ResqueException {

	private final String action;

	UnsuitableRedisException(String problem, String action) {
		super(problem);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
