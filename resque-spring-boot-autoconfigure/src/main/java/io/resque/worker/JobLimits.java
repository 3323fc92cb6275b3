package io.resque.worker;

import java.time.Duration;
import java.util.regex.Pattern;

import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.StopRequest;
import io.resque.StopRequest.Reason;
import io.resque.event.JobEvent;
import io.resque.event.ResqueEvents;
import io.resque.worker.Assignment.Run;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Turn;

/**
 * Asks jobs to stop that have reached their timeout, and records as failed those that go
 * on all the same. A thread cannot be ended from outside: such a job keeps its slot.
 */
final class JobLimits implements Loop.Duty {

	private static final Duration LOOK = Duration.ofMillis(100);

	/** Class loader and module before the class, as a frame is printed. */
	private static final Pattern LOADER = Pattern.compile("^.*/");

	private final JobsInHand hand;

	private final JobRegistry registry;

	private final Outcomes outcomes;

	private final Duration termTimeout;

	private final ResqueEvents events;

	/**
	 * Creates the duty.
	 * @param hand the jobs of this process
	 * @param registry knows the timeouts
	 * @param outcomes records failures
	 * @param termTimeout how long a job may go on after it was asked to stop
	 * @param events where to announce
	 */
	JobLimits(JobsInHand hand, JobRegistry registry, Outcomes outcomes, Duration termTimeout, ResqueEvents events) {
		this.hand = hand;
		this.registry = registry;
		this.outcomes = outcomes;
		this.termTimeout = termTimeout;
		this.events = events;
	}

	@Override
	public Turn runOnce() {
		for (Assignment assignment : this.hand.all()) {
			Run run = assignment.run();
			if (run != null && run.running()) {
				look(assignment, run);
			}
		}
		return Turn.silent(LOOK);
	}

	private void look(Assignment assignment, Run run) {
		StopRequest stop = run.stopRequest();
		if (stop == null) {
			Duration timeout = this.registry.find(run.job().name()).map(JobDefinition::timeout).orElse(Duration.ZERO);
			if (!timeout.isZero() && Duration.ofNanos(System.nanoTime() - run.startedAt()).compareTo(timeout) >= 0) {
				run.requestStop(StopRequest.timeout(timeout));
			}
		}
		else if (stop.reason() != Reason.SHUTDOWN && !run.endsByForce()
				&& run.sinceStopRequest().compareTo(this.termTimeout) >= 0 && run.claimOutcome(true)) {
			StackTraceElement[] where = run.thread().getStackTrace();
			run.notes().seal();
			this.outcomes.failed(assignment, run, stop.unheeded(where));
			this.events.announce(new JobEvent.Deaf(run.job(), run.workerId(), run.thread().getName(),
					(where.length > 0) ? LOADER.matcher(where[0].toString()).replaceFirst("") : "an unknown place"));
		}
	}

}
