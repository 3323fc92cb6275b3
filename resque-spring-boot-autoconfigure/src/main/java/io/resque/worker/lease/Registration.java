package io.resque.worker.lease;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who this process is, and by which rules it lives.
 *
 * @param identity host and pid
 * @param seats its slots, at least one
 * @param recovery times of life and death
 * @param time the clock of Redis
 */
public record Registration(Identity identity, List<Seat> seats, RecoverySettings recovery, Supplier<Instant> time) {
}
