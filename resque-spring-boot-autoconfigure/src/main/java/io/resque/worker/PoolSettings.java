package io.resque.worker;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A pool of workers that serve the same queues. The default pool is {@code resque.worker}
 * itself.
 *
 * @param queues comma-separated list of queues in the order in which they are served; "*"
 * and other globs match known queues, "!name" leaves queues out; by default the queues of
 * all jobs of this application
 * @param concurrency number of jobs that run at the same time
 * @param pollInterval how long to wait before looking again at queues that were found
 * empty
 * @param prefetch maximum number of jobs to hold ready beyond those that run; how many it
 * are follows from how many the slots start within milliseconds
 * @param mode whether jobs are performed in threads of this process or in child processes
 * @param fork child processes, where the mode is fork
 */
@ConfigurationProperties("resque.worker")
public record PoolSettings(@DefaultValue List<String> queues, @DefaultValue("5") int concurrency,
		@DefaultValue("500ms") Duration pollInterval, @DefaultValue("2000") int prefetch,
		@DefaultValue("thread") WorkerMode mode, @NestedConfigurationProperty @DefaultValue ForkSettings fork) {

	public PoolSettings {
		queues = queues.stream().map(String::strip).filter((queue) -> !queue.isEmpty()).toList();
		if (concurrency < 1) {
			throw new IllegalArgumentException("'concurrency' must be at least 1, but is " + concurrency);
		}
		if (pollInterval.toMillis() < 1) {
			throw new IllegalArgumentException("'poll-interval' must be at least 1ms, but is " + pollInterval);
		}
		if (prefetch < 0) {
			throw new IllegalArgumentException("'prefetch' must not be negative, but is " + prefetch);
		}
	}

	/** The same pool with other queues. */
	PoolSettings withQueues(List<String> queues) {
		return new PoolSettings(queues, this.concurrency, this.pollInterval, this.prefetch, this.mode, this.fork);
	}

}
