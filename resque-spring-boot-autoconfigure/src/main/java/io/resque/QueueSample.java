package io.resque;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The head of a queue.
 *
 * @param size length of the whole queue; -1 when the key in Redis is no list
 * @param samples its oldest items, decoded
 */
public record QueueSample(long size, List<@Nullable Object> samples) {
}
