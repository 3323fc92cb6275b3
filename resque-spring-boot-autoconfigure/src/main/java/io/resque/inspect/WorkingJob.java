package io.resque.inspect;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a worker works on.
 *
 * @param queue the queue
 * @param runAt since when, or null when the text is no time
 * @param name name of the job, or a stand-in
 * @param args args as JSON text, possibly shortened for display
 * @param id SHA-1 of the record that says so, which tells it from a later job
 */
public record WorkingJob(String queue, @Nullable Instant runAt, String name, String args, String id) {
}
