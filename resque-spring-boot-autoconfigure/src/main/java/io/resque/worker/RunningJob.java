package io.resque.worker;

import java.time.Instant;

/**
 * A job that runs in this process.
 *
 * @param workerId the worker that performs it
 * @param queue the queue it came from
 * @param name name of the job
 * @param since when it started
 */
public record RunningJob(String workerId, String queue, String name, Instant since) {
}
