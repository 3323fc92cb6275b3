package io.resque.worker;

import java.util.concurrent.ThreadFactory;

import io.resque.event.ResqueEvents;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.loop.Loop;

/**
 * What the slots of a pool work with.
 *
 * @param execution executes a job
 * @param keeper knows the worker ids
 * @param fetch woken when a slot becomes idle
 * @param threads makes the threads of the slots
 * @param events where to report what nobody expects
 */
record SlotContext(JobExecution execution, LeaseKeeper keeper, Loop fetch, ThreadFactory threads, ResqueEvents events) {
}
