package io.resque.worker;

import org.jspecify.annotations.Nullable;

import io.resque.DecodeException;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.OnCrash;
import io.resque.TermException;
import io.resque.worker.Assignment.Run;

/**
 * Takes one job from its bytes to its outcome, in the thread of a slot.
 * <ol>
 * <li>wait while the lease has run out; drop the job when it is lost</li>
 * <li>decode; what is no job is parked</li>
 * <li>write the start mark, for suspects and for jobs that must not run twice</li>
 * <li>run, and report the outcome</li>
 * </ol>
 */
final class JobExecution {

	private final JobCodec codec;

	private final JobRegistry registry;

	private final StartMarks marks;

	private final Outcomes outcomes;

	JobExecution(JobCodec codec, JobRegistry registry, StartMarks marks, Outcomes outcomes) {
		this.codec = codec;
		this.registry = registry;
		this.marks = marks;
		this.outcomes = outcomes;
	}

	/**
	 * Executes a job; what has no outcome afterwards is still in hand, and goes back to
	 * its queue when the worker stops.
	 * @throws InterruptedException before it has started
	 */
	void execute(Assignment assignment, String workerId, JobRunner.Place place) throws InterruptedException {
		try {
			if (assignment.lease().awaitHeld()) {
				Job job = this.codec.decode(assignment.queue(), assignment.payload());
				boolean failAfterCrash = this.registry.find(job.name())
					.filter((definition) -> definition.onCrash() == OnCrash.FAIL)
					.isPresent();
				if (this.marks.mayStart(assignment, failAfterCrash)) {
					if (Thread.interrupted()) {
						throw new InterruptedException("Meant for somebody else: the job has not started");
					}
					Run run = assignment.begin(job, workerId, failAfterCrash, place.endsJobs());
					if (run != null) {
						run(assignment, run, place);
					}
				}
			}
		}
		catch (DecodeException ex) {
			this.outcomes.parked(assignment, workerId, ex);
		}
		finally {
			if (assignment.lease().lost() && assignment.abandon()) {
				this.outcomes.dropped(assignment);
			}
		}
	}

	private void run(Assignment assignment, Run run, JobRunner.Place place) {
		boolean performed = false;
		Throwable thrown = null;
		try {
			performed = place.run(run, assignment.payload());
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		try {
			tell(assignment, run, performed, thrown);
		}
		finally {
			run.end();
			Thread.interrupted();
		}
	}

	private void tell(Assignment assignment, Run run, boolean performed, @Nullable Throwable thrown) {
		if (!run.claimOutcome(false)) {
			this.outcomes.late(assignment, run);
		}
		else if (performed) {
			this.outcomes.performed(assignment, run);
		}
		else if (thrown == null) {
			this.outcomes.skipped(assignment, run);
		}
		else if (thrown instanceof TermException term && term.isForShutdown()) {
			this.outcomes.unfinished(run);
		}
		else {
			this.outcomes.failed(assignment, run, thrown);
		}
	}

}
