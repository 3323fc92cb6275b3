package io.resque;

/**
 * Where enqueued bytes go: to a queue, or to a second from which a scheduler brings them
 * there.
 *
 * @param queue the queue
 * @param second seconds since 1970; 0 to go to the queue at once
 */
record Destination(String queue, long second) {

	static Destination queue(String queue) {
		return new Destination(queue, 0);
	}

	static Destination delayed(String queue, Due due) {
		return new Destination(queue, due.second());
	}

	boolean isDelayed() {
		return this.second > 0;
	}

	@Override
	public String toString() {
		return "put on the queue '" + this.queue + "'" + (isDelayed() ? " for second " + this.second : "");
	}

}
