package io.resque.retry;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedCursor;

/**
 * What a search through a stretch of the delayed jobs has found of those that wait for
 * another attempt.
 *
 * @param found the jobs, the next one first
 * @param searched how many delayed jobs were looked at since the first stretch
 * @param upTo when the last one is due that was looked at by this call; null when it
 * looked at none
 * @param next where to go on, or null when all were looked at
 */
public record FoundRetries(List<WaitingRetry> found, long searched, @Nullable Instant upTo,
		@Nullable DelayedCursor next) {
}
