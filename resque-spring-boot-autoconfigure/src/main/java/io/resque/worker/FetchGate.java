package io.resque.worker;

import java.time.Duration;

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
 */
record FetchGate(LeaseKeeper keeper, Acknowledger acknowledger, Probation probation, JobsInHand hand,
		GivingBack givingBack, Duration recheck) {
}
