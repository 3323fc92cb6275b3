package io.resque.worker;

import java.time.Clock;
import java.util.concurrent.ThreadFactory;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.event.ResqueEvents;
import io.resque.failure.FailureRecorder;
import io.resque.worker.lease.Identity;

/**
 * What workers work with, apart from Redis and their settings.
 *
 * @param registry the jobs of this application
 * @param codec reads payloads
 * @param runners perform jobs
 * @param failures records failures
 * @param events where to announce
 * @param identity where this process runs
 * @param threads makes the threads of the slots
 * @param clock time for records and failures
 */
public record WorkerServices(JobRegistry registry, JobCodec codec, JobRunner.Factory runners, FailureRecorder failures,
		ResqueEvents events, Identity identity, ThreadFactory threads, Clock clock) {
}
