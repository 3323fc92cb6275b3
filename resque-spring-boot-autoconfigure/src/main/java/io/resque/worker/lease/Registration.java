package io.resque.worker.lease;

import java.util.List;

/**
 * Who this process is, and by which rules it lives.
 *
 * @param identity host and pid
 * @param seats its slots, at least one
 * @param recovery times of life and death
 */
public record Registration(Identity identity, List<Seat> seats, RecoverySettings recovery) {
}
