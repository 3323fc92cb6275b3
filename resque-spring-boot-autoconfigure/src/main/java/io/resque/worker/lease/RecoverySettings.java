package io.resque.worker.lease;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast a dead process is noticed, and what becomes of its jobs.
 *
 * @param lease time after which a process that does not renew is dead and its jobs are
 * recovered
 * @param heartbeatInterval how often workers beat for Ruby's Resque; must be well below
 * five minutes
 * @param pruneAfter age of a heartbeat at which a foreign worker is taken for dead
 * @param maxCrashes number of crashes after which a job that was running goes to the
 * failed list
 * @param suspicion how long a job that was in flight at a crash is started with extra
 * care
 */
public record RecoverySettings(@DefaultValue("15s") Duration lease, @DefaultValue("15s") Duration heartbeatInterval,
		@DefaultValue("5m") Duration pruneAfter, @DefaultValue("3") int maxCrashes,
		@DefaultValue("1d") Duration suspicion) {

	public RecoverySettings {
		if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
			throw new IllegalArgumentException("'lease' must be at least 1s, but is " + lease);
		}
		if (heartbeatInterval.compareTo(Duration.ofMillis(100)) < 0 || heartbeatInterval.compareTo(pruneAfter) >= 0) {
			throw new IllegalArgumentException("'heartbeat-interval' must be positive and shorter than 'prune-after' ("
					+ pruneAfter + "), but is " + heartbeatInterval);
		}
		if (maxCrashes < 1) {
			throw new IllegalArgumentException("'max-crashes' must be at least 1, but is " + maxCrashes);
		}
		if (suspicion.isNegative() || suspicion.isZero()) {
			throw new IllegalArgumentException("'suspicion' must be positive, but is " + suspicion);
		}
	}

	/** The defaults. */
	public static RecoverySettings defaults() {
		return new RecoverySettings(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofMinutes(5), 3,
				Duration.ofDays(1));
	}

}
