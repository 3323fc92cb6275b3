package io.resque.worker;

import java.util.List;

/**
 * What the workers of this process do.
 *
 * @param started whether they are registered
 * @param paused whether this process was told to take no more jobs
 * @param queues their queues, as listed: those of one pool after those of another
 * @param running the jobs that run, longest first
 */
public record WorkerStatus(boolean started, boolean paused, List<String> queues, List<RunningJob> running) {
}
