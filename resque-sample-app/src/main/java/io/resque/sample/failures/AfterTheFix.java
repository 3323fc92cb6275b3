package io.resque.sample.failures;

import org.springframework.stereotype.Component;

import io.resque.canary.CanaryPlan;
import io.resque.canary.CanaryRetries;
import io.resque.failure.FailureGroup;
import io.resque.failure.Failures;

/**
 * Retries what most jobs failed of, once that is said to be mended: ten first.
 */
@Component
class AfterTheFix {

	private final Failures failures;

	private final CanaryRetries canaries;

	AfterTheFix(Failures failures, CanaryRetries canaries) {
		this.failures = failures;
		this.canaries = canaries;
	}

	String retryLargestGroup() {
		FailureGroup largest = this.failures.groups().groups().get(0);
		return this.canaries.start(CanaryPlan.of(largest.filter()).withFirst(10).withPercent(95).withPerSecond(20));
	}

}
