package io.resque.sample.failures;

import org.springframework.stereotype.Component;

import io.resque.failure.FailedJob;
import io.resque.failure.Failures;

/**
 * Retries the reports that ran out of time, and forgets their failures. Their queue has a
 * failed list of its own, as {@code redis-multi-queue} and Ruby write it.
 */
@Component
class NightShift {

	private final Failures failures;

	NightShift(Failures failures) {
		this.failures = failures;
	}

	void retryTimeouts() {
		for (FailedJob failed : this.failures.queue("reports_failed").newestOf("MonthlyReport", 100)) {
			if (failed.error().contains("timeout")) {
				this.failures.requeueAndRemove(failed);
			}
		}
	}

}
