package io.resque;

/**
 * A job without a queue was enqueued, or a worker has no queues (Ruby's
 * {@code NoQueueError}).
 */
public class NoQueueException extends ResqueException {

	public NoQueueException(String message) {
		super(message);
	}

}
