package io.resque.dashboard.page;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueOperations;
import io.resque.canary.CanaryRetries;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.retry.WaitingRetries;
import io.resque.schedule.ResqueSchedules;

/**
 * What the dashboard shows, changes and tells.
 *
 * @param inspector queues, workers and numbers
 * @param failures failed jobs
 * @param canaries retries that try a few jobs first
 * @param resque delayed jobs
 * @param schedules recurring jobs; null without them
 * @param retries jobs that wait for another attempt; null without retries
 * @param events where it is told what people change
 * @param control steers workers
 */
public record DashboardSources(ResqueInspector inspector, Failures failures, CanaryRetries canaries,
		ResqueOperations resque, @Nullable ResqueSchedules schedules, @Nullable WaitingRetries retries,
		ResqueEvents events, WorkerControl control) {
}
