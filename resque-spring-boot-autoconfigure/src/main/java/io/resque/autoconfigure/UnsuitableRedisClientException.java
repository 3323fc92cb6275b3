package io.resque.autoconfigure;

import io.resque.ResqueException;

/**
 * There is no Lettuce connection factory to take the connection settings from.
 */
class UnsuitableRedisClientException extends ResqueException {

	UnsuitableRedisClientException(String found) {
		super("Resque talks to Redis through Lettuce, but found " + found);
	}

}
