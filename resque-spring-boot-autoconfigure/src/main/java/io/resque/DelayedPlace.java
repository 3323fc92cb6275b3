package io.resque;

import java.time.Instant;

/**
 * Where one delayed job was seen. Equal jobs of one second cannot be told apart: whoever
 * asks twice for a place takes two of them.
 *
 * @param at the second
 * @param index its index among the jobs of the second; it moves to lower ones when others
 * are gone
 * @param id SHA-1 of its item in hex; equal jobs of a second have the same
 */
public record DelayedPlace(Instant at, long index, String id) {
}
