package io.resque.retry;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How failed jobs are tried again.
 *
 * @param recordFailures whether each failure is recorded, also while the job is tried
 * again; as resque-retry does without its failure backend
 * @param expiry how long the counter of a job is kept beyond its delay; 0 keeps it for
 * ever, as resque-retry does by default
 * @param history how many earlier failures are kept of a job that is tried again
 * @param jobs settings of single jobs by their names, which count more than their
 * annotations
 */
@ConfigurationProperties("resque.retry")
public record RetrySettings(@DefaultValue("false") boolean recordFailures, @DefaultValue("30d") Duration expiry,
		@DefaultValue("10") int history, @DefaultValue Map<String, JobRetrySettings> jobs) {

	public RetrySettings {
		if (expiry.isNegative()) {
			throw new IllegalArgumentException("'expiry' must be 0 or positive, but is " + expiry);
		}
		if (history < 0 || history > 100) {
			throw new IllegalArgumentException("'history' must be 0 to 100, but is " + history);
		}
	}

}
