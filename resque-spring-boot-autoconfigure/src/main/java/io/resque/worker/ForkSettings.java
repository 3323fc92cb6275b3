package io.resque.worker;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The child processes of a pool in fork mode.
 *
 * @param jobsPerChild number of jobs after which a child ends; 0 for no limit
 * @param maxAge age after which a child ends instead of taking another job; 0 for no
 * limit
 * @param maxMemory resident memory of a child at which its job is ended and fails; a
 * child above three quarters of it takes no further job; 0 for no limit, Linux only
 * @param spares number of children that are kept ready beside those that work
 */
public record ForkSettings(@DefaultValue("1") int jobsPerChild, @DefaultValue("0s") Duration maxAge,
		@DefaultValue("0B") DataSize maxMemory, @DefaultValue("1") int spares) {

	public ForkSettings {
		if (jobsPerChild < 0) {
			throw new IllegalArgumentException("'fork.jobs-per-child' must not be negative, but is " + jobsPerChild);
		}
		if (maxAge.isNegative()) {
			throw new IllegalArgumentException("'fork.max-age' must not be negative, but is " + maxAge);
		}
		if (maxMemory.isNegative()) {
			throw new IllegalArgumentException("'fork.max-memory' must not be negative, but is " + maxMemory);
		}
		if (spares < 1) {
			throw new IllegalArgumentException("'fork.spares' must be at least 1, but is " + spares);
		}
	}

}
