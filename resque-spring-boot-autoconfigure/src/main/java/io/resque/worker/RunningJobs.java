package io.resque.worker;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import io.resque.StopRequest;
import io.resque.redis.Sha1;
import io.resque.worker.Assignment.Run;

/**
 * The running jobs of this process, which end when somebody wants it.
 */
final class RunningJobs {

	private final JobsInHand hand;

	/** When {@link System#nanoTime()} was 0. */
	private final Instant origin;

	RunningJobs(JobsInHand hand, Clock clock) {
		this.hand = hand;
		this.origin = clock.instant().minusNanos(System.nanoTime());
	}

	/** The jobs that run, longest first. */
	List<RunningJob> list() {
		return this.hand.running()
			.map((run) -> new RunningJob(run.workerId(), run.job().queue(), run.job().name(),
					this.origin.plusNanos(run.startedAt())))
			.sorted(Comparator.comparing(RunningJob::since).thenComparing(RunningJob::workerId))
			.toList();
	}

	/** Asks all to stop; what becomes of those that do not is for the limits to see. */
	void killAll() {
		this.hand.running().forEach((run) -> run.requestStop(StopRequest.killed()));
	}

	/**
	 * Asks one to stop.
	 * @param workerId the worker that performs it
	 * @param digest SHA-1 of its record
	 */
	void kill(String workerId, String digest) {
		for (Assignment assignment : this.hand.all()) {
			Run run = assignment.run();
			byte[] record = (run != null && run.workerId().equals(workerId)) ? run.record() : null;
			if (run != null && record != null && Sha1.hex(record).equals(digest)) {
				run.requestStop(StopRequest.killed());
			}
		}
	}

}
