package io.resque.failure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a search through a stretch of the failed jobs has found.
 *
 * @param found the failed jobs that are meant, list after list, newest first
 * @param searched how many entries were looked at since the first stretch
 * @param of how many entries there are
 * @param next where to go on, or null when all were looked at
 */
public record FoundFailures(List<FailedJob> found, long searched, long of, @Nullable FailureCursor next) {
}
