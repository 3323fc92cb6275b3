package io.resque;

import java.time.Instant;

/**
 * A job that waits for its time.
 *
 * @param at when it is due
 * @param job the job; its queue is empty when neither the item nor a registered job tells
 * it
 */
public record DelayedJob(Instant at, Job job) {
}
