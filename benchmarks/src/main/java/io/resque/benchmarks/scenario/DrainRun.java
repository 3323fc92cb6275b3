package io.resque.benchmarks.scenario;

import java.time.Duration;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.contender.Contender;
import io.resque.benchmarks.ours.JobClock;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;

/**
 * One drain of a filled queue.
 *
 * @param jobs how many jobs
 * @param nanos from the first execution to the last acknowledgement
 * @param load what it cost, starting included
 */
record DrainRun(int jobs, long nanos, Load load) {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	static DrainRun of(Bench bench, Contender contender, String payload, int jobs) {
		Probe probe = bench.probe();
		probe.flush();
		probe.fill(NoOp.QUEUE, payload, jobs);
		JobClock.reset();
		System.gc();
		Load before = probe.load();
		contender.start();
		JobClock.await(jobs);
		if (contender.counts()) {
			Pause.until("all are acknowledged", PATIENCE, () -> probe.processed() >= jobs);
		}
		Pause.until("nothing is in flight", PATIENCE, probe::nothingInFlight);
		long end = System.nanoTime();
		Load load = probe.load().since(before);
		check(probe, contender, jobs);
		contender.stop();
		return new DrainRun(jobs, end - JobClock.startedAt(), load);
	}

	/** A run in which a job was lost or doubled measures nothing. */
	private static void check(Probe probe, Contender contender, int jobs) {
		if (JobClock.performed() != jobs || probe.queued(NoOp.QUEUE) != 0
				|| (contender.counts() && probe.processed() != jobs)) {
			throw new IllegalStateException(contender.name() + ": " + jobs + " jobs, " + JobClock.performed()
					+ " performed, " + probe.processed() + " counted, " + probe.queued(NoOp.QUEUE) + " left");
		}
	}

	double perSecond() {
		return this.jobs * 1e9 / this.nanos;
	}

}
