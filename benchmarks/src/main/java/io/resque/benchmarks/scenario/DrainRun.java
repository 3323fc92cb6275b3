package io.resque.benchmarks.scenario;

import java.time.Duration;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.contender.Contender;
import io.resque.benchmarks.ours.JobClock;
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

	static DrainRun of(Bench bench, Contender contender, Filling filling) {
		Probe probe = bench.probe();
		int jobs = filling.jobs();
		probe.flush();
		filling.fill(probe);
		JobClock.reset();
		System.gc();
		Load before = probe.load();
		contender.start();
		awaitEnd(probe, contender, jobs);
		long end = System.nanoTime();
		Load load = probe.load().since(before);
		check(probe, contender, filling);
		contender.stop();
		return new DrainRun(jobs, end - JobClock.startedAt(), load);
	}

	/** Waits until all have run and are acknowledged. */
	static void awaitEnd(Probe probe, Contender contender, int jobs) {
		JobClock.await(jobs);
		if (contender.counts()) {
			Pause.until("all are acknowledged", PATIENCE, () -> probe.processed() >= jobs);
		}
		Pause.until("nothing is in flight", PATIENCE, probe::nothingInFlight);
	}

	/** A run in which a job was lost or doubled measures nothing. */
	static void check(Probe probe, Contender contender, Filling filling) {
		int jobs = filling.jobs();
		if (JobClock.performed() != jobs || filling.left(probe) != 0
				|| (contender.counts() && probe.processed() != jobs)) {
			throw new IllegalStateException(contender.name() + ": " + jobs + " jobs, " + JobClock.performed()
					+ " performed, " + probe.processed() + " counted, " + filling.left(probe) + " left");
		}
	}

	double perSecond() {
		return this.jobs * 1e9 / this.nanos;
	}

}
