package io.resque.sample.basic;

import org.springframework.stereotype.Component;

import io.resque.ResqueJob;

/**
 * Fails, so that there is something to see on the page of failed jobs.
 */
@Component
@ResqueJob(queue = "failing")
class FailingJob {

	void perform(String message) {
		throw new IllegalStateException(message);
	}

}
