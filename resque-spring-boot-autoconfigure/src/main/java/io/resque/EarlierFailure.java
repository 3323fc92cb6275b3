package io.resque;

import java.time.Instant;

/**
 * An earlier run of a job that failed.
 *
 * @param at when
 * @param exception name of the exception
 * @param error its message, possibly shortened
 */
public record EarlierFailure(Instant at, String exception, String error) {
}
