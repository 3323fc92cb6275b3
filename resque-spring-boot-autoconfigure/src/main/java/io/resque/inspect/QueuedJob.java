package io.resque.inspect;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An element of a queue, as far as it can be read.
 *
 * @param name name of the job (of an ActiveJob: the class inside), or a stand-in
 * @param args args as JSON text, possibly shortened for display
 * @param enqueuedAt when it was enqueued, where its payload says it, as that of ActiveJob
 * does; otherwise null
 * @param id SHA-1 of its payload, by which it is found again where the queue has moved
 */
public record QueuedJob(String name, String args, @Nullable Instant enqueuedAt, String id) {
}
