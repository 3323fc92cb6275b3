package io.resque.worker;

import io.resque.redis.ControlStore;
import io.resque.redis.InFlightStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.QueueStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.worker.lease.LeaseStores;

/**
 * The parts of Redis that workers use.
 *
 * @param queues queues
 * @param inFlight jobs in flight
 * @param leases leases
 * @param recovery start marks and crash trails
 * @param workers registered workers
 * @param server totals and the clock of Redis
 * @param control orders to all processes
 */
public record WorkerStores(QueueStore queues, InFlightStore inFlight, LeaseStore leases, RecoveryStore recovery,
		WorkerStore workers, ServerStore server, ControlStore control) {

	LeaseStores forLeases() {
		return new LeaseStores(this.leases, this.workers, this.inFlight, this.recovery, this.server);
	}

}
