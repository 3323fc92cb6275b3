package io.resque.dashboard.page;

import java.time.Instant;

import io.resque.inspect.WorkerInfo;

/**
 * A worker in a list.
 *
 * @param info the worker
 * @param pulse whether it lives
 */
public record WorkerRow(WorkerInfo info, Pulse pulse) {

	static WorkerRow of(WorkerInfo worker, Instant now) {
		return new WorkerRow(worker, Pulse.of(worker, now));
	}

}
