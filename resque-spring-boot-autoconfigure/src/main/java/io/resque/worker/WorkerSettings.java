package io.resque.worker;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.resque.worker.lease.RecoverySettings;

/**
 * The workers of this process, beside the {@link PoolSettings default pool}.
 *
 * @param enabled whether this application performs jobs; it needs at least one job bean,
 * too
 * @param autoStartup whether the workers start with the application
 * @param shutdownTimeout how long running jobs may go on when the application stops; must
 * be shorter than spring.lifecycle.timeout-per-shutdown-phase
 * @param termTimeout how long a job may go on after it was asked to stop: when the
 * application stops and the shutdown timeout is over, when it has reached its own timeout
 * or when it is killed; a child process is ended then
 * @param hostName name of this machine in worker ids; asked from the operating system by
 * default
 * @param waitingConnections maximum number of connections over which an idle pool waits
 * for jobs, one for each queue; what is beyond is polled
 * @param pools further pools by name
 * @param recovery how a dead process is noticed, and what becomes of its jobs
 */
@ConfigurationProperties("resque.worker")
public record WorkerSettings(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStartup,
		@DefaultValue("20s") Duration shutdownTimeout, @DefaultValue("4s") Duration termTimeout,
		@Nullable String hostName, @DefaultValue("16") int waitingConnections,
		@DefaultValue Map<String, PoolSettings> pools,
		@NestedConfigurationProperty @DefaultValue RecoverySettings recovery) {

	/** What stopping may take beyond the time that running jobs have. */
	public static final Duration STOP_MARGIN = Duration.ofSeconds(6);

	public WorkerSettings {
		if (waitingConnections < 0) {
			throw new IllegalArgumentException(
					"'waiting-connections' must not be negative, but is " + waitingConnections);
		}
		if (shutdownTimeout.isNegative()) {
			throw new IllegalArgumentException("'shutdown-timeout' must not be negative, but is " + shutdownTimeout);
		}
		if (termTimeout.isNegative()) {
			throw new IllegalArgumentException("'term-timeout' must not be negative, but is " + termTimeout);
		}
		if (pools.containsKey(WorkerContainer.DEFAULT_POOL)) {
			throw new IllegalArgumentException("'pools.default' cannot be used: that pool is resque.worker itself");
		}
		pools.forEach((name, pool) -> {
			if (pool.queues().isEmpty()) {
				throw new IllegalArgumentException("'pools." + name + ".queues' must name the queues of the pool");
			}
		});
	}

	/** How long a stop of this process may take in all. */
	public Duration stopTakes() {
		return this.shutdownTimeout.plus(this.termTimeout).plus(STOP_MARGIN);
	}

}
