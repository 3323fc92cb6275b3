package io.resque.actuate;

/**
 * What a change through the endpoint came to.
 *
 * @param count how many jobs or processes it concerned; 0 when nothing was changed
 * @param message the same in words
 */
public record Done(long count, String message) {
}
