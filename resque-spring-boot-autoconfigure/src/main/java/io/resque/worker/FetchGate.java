package io.resque.worker;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.resque.worker.lease.LeaseKeeper;

/**
 * What must hold before anything is fetched.
 *
 * @param keeper the lease
 * @param acknowledger must not lag behind
 * @param probation whether a suspect may come
 * @param hand the jobs this process knows of
 * @param givingBack returns what will not be performed here
 * @param recheck how often to look for jobs whose fetch was not answered
 * @param paused whether nothing is to be fetched
 */
record FetchGate(LeaseKeeper keeper, Acknowledger acknowledger, Probation probation, JobsInHand hand,
		GivingBack givingBack, Duration recheck, BooleanSupplier paused) {

	/** Whether jobs may be fetched that there is room for. */
	boolean open() {
		return !this.paused.getAsBoolean() && !this.acknowledger.backlogged();
	}

}
