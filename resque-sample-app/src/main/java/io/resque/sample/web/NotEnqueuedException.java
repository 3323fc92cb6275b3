package io.resque.sample.web;

/**
 * A hook kept a job off its queue.
 */
public class NotEnqueuedException extends RuntimeException {

	NotEnqueuedException(String job) {
		super("A hook kept " + job + " off its queue");
	}

}
