package io.resque.retry;

import java.util.List;

import io.resque.DelayedEntry;
import io.resque.EarlierFailure;

/**
 * A job that waits for another attempt.
 *
 * @param entry the delayed job
 * @param attempt number of the run that it waits for
 * @param failures its earlier failures, oldest first; the newest ones if there are many,
 * none where Ruby has counted
 */
public record WaitingRetry(DelayedEntry entry, int attempt, List<EarlierFailure> failures) {
}
