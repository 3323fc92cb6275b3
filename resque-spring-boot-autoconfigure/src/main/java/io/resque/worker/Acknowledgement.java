package io.resque.worker;

import io.resque.event.JobEvent;
import io.resque.event.ResqueEvent;
import io.resque.redis.FailedEntry;
import io.resque.redis.InFlightStore.Finish;
import io.resque.redis.InFlightStore.FinishedJob;
import io.resque.worker.lease.Lease;

/**
 * What became of a job, until Redis knows.
 *
 * @param assignment the job
 * @param finished what to tell Redis
 * @param event what to announce then
 */
record Acknowledgement(Assignment assignment, FinishedJob finished, ResqueEvent event) {

	Lease lease() {
		return this.assignment.lease();
	}

	/** Whether it acknowledges the job; not when that was done before its end. */
	boolean isOfTheJob() {
		return this.finished.token() == this.assignment.token();
	}

	long size() {
		FailedEntry entry = this.finished.entry();
		return (entry != null) ? entry.bytes().length : 0;
	}

	ResqueEvent announcement(Finish result, boolean mayBeRepeated) {
		boolean ours = result == Finish.ACKNOWLEDGED || (mayBeRepeated && !lease().lost());
		return ours ? this.event : late();
	}

	private ResqueEvent late() {
		if (this.event instanceof JobEvent.LateResult) {
			return this.event;
		}
		Assignment.Run run = this.assignment.run();
		String job = (run != null) ? run.job().toString() : "an undecodable payload";
		return new JobEvent.LateResult(this.assignment.queue(), job, this.finished.workerId(), this.assignment.token(),
				"its lease was lost; it was or will be performed elsewhere");
	}

}
