package io.resque.worker;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.Again;
import io.resque.DecodeException;
import io.resque.JobCodec;
import io.resque.event.JobEvent;
import io.resque.failure.FailureRecorder;
import io.resque.failure.JobFailure;
import io.resque.failure.ReportedFailure;
import io.resque.redis.FailedEntry;
import io.resque.redis.FinishedJob;
import io.resque.redis.Sha1;
import io.resque.worker.Assignment.Run;

/**
 * What becomes of a job, one method for each outcome: the acknowledgement with its
 * counters and its failed entry.
 */
final class Outcomes {

	/** A token that no job has. */
	private static final long NO_JOB = 0;

	private final Acknowledger acknowledger;

	private final FailureRecorder failures;

	private final JobCodec codec;

	private final Clock clock;

	Outcomes(Acknowledger acknowledger, WorkerServices services) {
		this.acknowledger = acknowledger;
		this.failures = services.failures();
		this.codec = services.codec();
		this.clock = services.clock();
	}

	/** The job was performed. */
	void performed(Assignment assignment, Run run) {
		acknowledge(assignment, run, false, null, new JobEvent.Performed(run.job(), run.workerId(),
				Duration.ofNanos(System.nanoTime() - run.startedAt())));
	}

	/** A hook left the job unperformed; it counts as processed. */
	void skipped(Assignment assignment, Run run) {
		acknowledge(assignment, run, false, null, new JobEvent.Skipped(run.job(), run.workerId()));
	}

	/** The job threw; its failure may be kept to itself while it is tried again. */
	void failed(Assignment assignment, Run run, Throwable thrown) {
		JobFailure failure = JobFailure.of(assignment.queue(), assignment.payload(), thrown, run.workerId(),
				this.clock.instant());
		boolean counted = !(thrown instanceof ReportedFailure reported) || reported.counted();
		Again again = run.notes().again();
		FailedEntry entry = (again == null || again.recorded()) ? this.failures.record(failure) : null;
		acknowledge(assignment, run, counted, entry, new JobEvent.Failed(run.job(), run.workerId(), thrown));
	}

	/** The payload is no job. */
	void parked(Assignment assignment, String workerId, DecodeException problem) {
		String reason = String.valueOf(problem.getMessage());
		JobFailure failure = new JobFailure(assignment.queue(), assignment.payload(), problem.getClass().getName(),
				reason, List.of(), workerId, this.clock.instant());
		FinishedJob finished = new FinishedJob(assignment.token(), workerId, true, this.failures.record(failure),
				digest(assignment), false, true, null);
		this.acknowledger.acknowledge(assignment, finished, new JobEvent.Parked(assignment.queue(), workerId, reason));
	}

	/** The worker stops, the job has not ended, and it asks not to be run again. */
	void stoppedForGood(Assignment assignment, Run run) {
		JobFailure failure = new JobFailure(assignment.queue(), assignment.payload(), ReportedFailure.DIRTY_EXIT,
				"Job still being processed", List.of(), run.workerId(), this.clock.instant());
		FinishedJob finished = new FinishedJob(assignment.token(), run.workerId(), false, this.failures.record(failure),
				digest(assignment), false, false, null);
		this.acknowledger.acknowledge(assignment, finished,
				new JobEvent.Failed(run.job(), run.workerId(), new InterruptedException("Job still being processed")));
	}

	/** The job has stopped because its worker does: it goes back to its queue. */
	void unfinished(Run run) {
		this.acknowledger.unfinished(run);
	}

	/** The job has ended after its failure was told: its worker works no more. */
	void late(Assignment assignment, Run run) {
		FinishedJob nothing = new FinishedJob(NO_JOB, run.workerId(), false, null, null, true, false, null);
		this.acknowledger.acknowledge(assignment, nothing, new JobEvent.LateResult(assignment.queue(),
				run.job().toString(), run.workerId(), assignment.token(), "it was recorded as failed before it ended"));
	}

	/** The job belongs to somebody else by now. */
	void dropped(Assignment assignment) {
		this.acknowledger.drop(assignment);
	}

	private void acknowledge(Assignment assignment, Run run, boolean failed, @Nullable FailedEntry entry,
			JobEvent event) {
		Again again = run.notes().again();
		FinishedJob finished = new FinishedJob(assignment.token(), run.workerId(), failed, entry, digest(assignment),
				false, true, run.notes().aftermath(run.job(), assignment.payload(), this.codec));
		this.acknowledger.acknowledge(assignment, finished,
				(again != null) ? JobEvent.RunsAgain.after(event, run.job(), again) : event);
	}

	private static @Nullable String digest(Assignment assignment) {
		return assignment.suspect() ? Sha1.hex(assignment.payload()) : null;
	}

}
