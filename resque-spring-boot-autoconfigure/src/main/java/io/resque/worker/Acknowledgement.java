package io.resque.worker;

import java.util.List;

import io.resque.event.JobEvent;
import io.resque.event.ResqueEvent;
import io.resque.event.WorkerEvent;
import io.resque.redis.Aftermath;
import io.resque.redis.Aftermath.Rerun;
import io.resque.redis.FailedEntry;
import io.resque.redis.FinishedJob;
import io.resque.redis.InFlightStore.Finish;
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
		Aftermath aftermath = this.finished.aftermath();
		return ((entry != null) ? entry.bytes().length : 0) + ((aftermath != null) ? aftermath.size() : 0);
	}

	void addAnnouncement(Finish result, boolean mayBeRepeated, List<ResqueEvent> to) {
		boolean ours = result != Finish.NOT_OWNED || (mayBeRepeated && !lease().lost());
		to.add(ours ? this.event : late());
		Aftermath aftermath = this.finished.aftermath();
		if (result == Finish.COMMAND_REFUSED && aftermath != null) {
			to.add(new WorkerEvent.Doubtful("Redis refused one of the commands that were to be carried out with the"
					+ " acknowledgement of " + job() + ": "
					+ aftermath.commands()
						.stream()
						.map((command) -> String.join(" ", command.subList(0, Math.min(2, command.size()))))
						.distinct()
						.toList()));
		}
	}

	/** The place of its entry, or the one where the job goes again, is no list. */
	ResqueEvent notRecorded() {
		FailedEntry entry = this.finished.entry();
		Aftermath aftermath = this.finished.aftermath();
		Rerun rerun = (aftermath != null) ? aftermath.rerun() : null;
		String place = (entry != null) ? "the list " + entry.failureQueue() : "";
		String again = (rerun != null) ? "the " + (rerun.delay().isZero() ? "queue " + rerun.queue() : "delayed jobs")
				: "";
		return new WorkerEvent.QueueUnreadable(
				place + ((place.isEmpty() || again.isEmpty()) ? "" : " or ") + again + ", where " + job()
						+ " belongs now; what became of it, and of others of the kind, is kept and tried again");
	}

	private String job() {
		Assignment.Run run = this.assignment.run();
		return (run != null) ? run.job().toString() : "an undecodable payload";
	}

	private ResqueEvent late() {
		if (this.event instanceof JobEvent.LateResult) {
			return this.event;
		}
		return new JobEvent.LateResult(this.assignment.queue(), job(), this.finished.workerId(),
				this.assignment.token(), "its lease was lost; it was or will be performed elsewhere");
	}

}
