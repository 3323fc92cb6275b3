package io.resque.sample.failures;

import java.time.Instant;

import org.springframework.stereotype.Component;

import io.resque.failure.BulkAction;
import io.resque.failure.FailureFilter;
import io.resque.failure.Failures;

/**
 * Retries all reports that failed since an outage began, however many there are. Their
 * failures stay, to be looked at.
 */
@Component
class AfterTheOutage {

	private final Failures failures;

	AfterTheOutage(Failures failures) {
		this.failures = failures;
	}

	long retryTimeouts(Instant since) {
		FailureFilter timeouts = FailureFilter.ALL.withJob("MonthlyReport").withError("timeout").withNotBefore(since);
		return this.failures.apply(BulkAction.RETRY, timeouts, null, (progress) -> progress.done() < 100_000).done();
	}

}
