package io.resque.redis;

/**
 * The time from when a scheduler got the lock until it is lost.
 *
 * @param lockPrefix prefix of the lock; empty for none
 * @param holder {@code host:pid}, the value of the lock
 * @param number grows with each term
 */
public record Term(String lockPrefix, String holder, long number) {
}
