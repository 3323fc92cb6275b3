package io.resque.failure;

import org.jspecify.annotations.Nullable;

/**
 * How far an action with many failed jobs has come.
 *
 * @param done how many were retried or removed by this call
 * @param refused how many are meant and could not be retried; they stay as they are
 * @param searched how many entries were looked at since the beginning
 * @param of how many entries there are
 * @param next where to go on, or null at the end
 */
public record BulkProgress(long done, long refused, long searched, long of, @Nullable FailureCursor next) {
}
