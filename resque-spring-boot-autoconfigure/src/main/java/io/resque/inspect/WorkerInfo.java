package io.resque.inspect;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A registered worker, Ruby's or ours. An id that is no worker id has the whole of it as
 * host.
 *
 * @param id worker id
 * @param host host part of the id
 * @param pid process part of the id
 * @param queues its queues, as listed in the id
 * @param started when it started, as written, or null
 * @param heartbeat its last heartbeat, or null
 * @param processed jobs it has processed
 * @param failed jobs of it that failed
 * @param job what it works on, or null when it is idle
 */
public record WorkerInfo(String id, String host, String pid, List<String> queues, @Nullable String started,
		@Nullable Instant heartbeat, long processed, long failed, @Nullable WorkingJob job) {

	/** Whether it is a worker of this library. */
	public boolean isOurs() {
		return RegisteredWorkers.OWN_KIND.matcher(this.id).matches();
	}

}
