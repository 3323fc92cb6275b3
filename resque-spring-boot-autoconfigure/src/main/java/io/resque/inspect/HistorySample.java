package io.resque.inspect;

import java.time.Instant;

/**
 * What a namespace had come to in one minute.
 *
 * @param at the minute
 * @param processed jobs processed so far, failed ones included
 * @param failed jobs failed so far
 * @param pending jobs on all queues
 */
public record HistorySample(Instant at, long processed, long failed, long pending) {
}
