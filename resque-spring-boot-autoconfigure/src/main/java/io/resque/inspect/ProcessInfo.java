package io.resque.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A worker process of this library.
 *
 * @param id its id, new for each life
 * @param host the machine
 * @param pid number of the process there
 * @param version version of the library; empty when it does not say
 * @param started when its workers started, or null when it does not say
 * @param pools its pools; none when it does not say
 * @param load what it does
 * @param leaseLeft how long its lease still holds; negative when it has run out, and
 * others are about to take its jobs
 */
public record ProcessInfo(String id, String host, String pid, String version, @Nullable Instant started,
		List<PoolInfo> pools, ProcessLoad load, Duration leaseLeft) {

	/** Whether its lease holds. */
	public boolean isAlive() {
		return !this.leaseLeft.isNegative();
	}

	/** Whether a worker belongs to it. */
	public boolean has(WorkerInfo worker) {
		return worker.isOurs() && this.id.length() >= 6 && worker.host().endsWith("." + this.id.substring(0, 6))
				&& worker.pid().startsWith(this.pid + "-");
	}

}
