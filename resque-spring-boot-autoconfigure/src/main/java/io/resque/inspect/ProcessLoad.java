package io.resque.inspect;

import org.jspecify.annotations.Nullable;

/**
 * How much a worker process does, as it said within the last seconds.
 *
 * @param slots number of its slots
 * @param busy jobs that run
 * @param children its child processes
 * @param memory its resident memory in bytes, without that of children; null when unknown
 * @param quiet whether it was told to take no more jobs
 */
public record ProcessLoad(int slots, int busy, int children, @Nullable Long memory, boolean quiet) {
}
