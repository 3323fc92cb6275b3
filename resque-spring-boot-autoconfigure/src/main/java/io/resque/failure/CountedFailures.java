package io.resque.failure;

import org.jspecify.annotations.Nullable;

/**
 * What counting through a stretch of the failed jobs has found.
 *
 * @param count how many of this stretch are meant
 * @param searched how many entries were looked at since the first stretch
 * @param of how many entries there are
 * @param next where to go on, or null when all were looked at
 */
public record CountedFailures(long count, long searched, long of, @Nullable FailureCursor next) {
}
