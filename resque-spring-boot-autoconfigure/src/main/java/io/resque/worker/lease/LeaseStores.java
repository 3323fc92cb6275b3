package io.resque.worker.lease;

import io.resque.redis.InFlightStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;

/**
 * What the living and the dead look like in Redis.
 *
 * @param leases leases
 * @param workers registered workers
 * @param inFlight jobs in flight
 * @param recovery start marks and crash trails
 * @param server the clock of Redis
 */
public record LeaseStores(LeaseStore leases, WorkerStore workers, InFlightStore inFlight, RecoveryStore recovery,
		ServerStore server) {
}
