package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.ours.WorkerJvm;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;

/**
 * How the drain grows with the number of processes that share it.
 */
public final class Processes implements Scenario {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final int RUNS = 3;

	/** A paused process looks so often whether it may go on. */
	private static final int POLL_MILLIS = 20;

	/** When so many drains in a row were hardly faster, a JVM is warm. */
	private static final int SETTLED = 2;

	private static final int MOST_WARM_UPS = 5;

	@Override
	public String name() {
		return "processes";
	}

	@Override
	public void run(Bench bench) {
		int jobs = 5 * bench.options().jobs();
		Table table = new Table("processes", "jobs/s", "range", "÷ first", "commands", "sent", "least share",
				"warm-ups");
		double first = 0;
		for (int count : bench.options().quick() ? List.of(1, 2) : List.of(1, 2, 4, 8)) {
			first = row(bench, table, new Crowd(count, jobs), first);
		}
		bench.report().heading("Growth: processes");
		bench.report()
			.say(Figures.whole(jobs) + " jobs with 100 bytes, processes with ten slots each, on the same machine as "
					+ "Redis. They are paused while the queue is filled, and look each " + POLL_MILLIS
					+ " ms whether they may go on; the clock runs from a tenth of the jobs, when all of them work, to "
					+ "the last acknowledgement. Median of " + RUNS
					+ " runs, after drains of half as many until two in a row were not 3 % faster than those before, at "
					+ "most " + MOST_WARM_UPS + ". *Sent* are reads of Redis from its sockets. *Least share*: what "
					+ "the process with the fewest jobs had, as a part of an equal share.");
		bench.report().table(table);
	}

	private static double row(Bench bench, Table table, Crowd crowd, double first) {
		bench.report().progress("processes: " + crowd.count());
		bench.probe().flush();
		List<WorkerJvm> workers = WorkerJvm.start(bench.server(), bench.probe(), crowd.count(), 10,
				"resque.worker.queues=" + NoOp.QUEUE, "resque.worker.poll-interval=" + POLL_MILLIS + "ms");
		try {
			int warmUps = warmUp(bench, crowd);
			List<DrainRun> runs = new ArrayList<>();
			double leastShare = 1;
			for (int i = 0; i < RUNS; i++) {
				runs.add(drain(bench.probe(), crowd.jobs()));
				leastShare = Math.min(leastShare, crowd.leastShare(bench.probe()));
			}
			Figures rate = new Figures(runs.stream().mapToDouble(DrainRun::perSecond).toArray());
			double compared = (first == 0) ? rate.median() : first;
			Load load = runs.get(RUNS - 1).load();
			table.row(crowd.count(), Figures.whole(rate.median()), rate.range(), Figures.times(rate.median(), compared),
					Figures.precise(1.0 * load.commands() / crowd.jobs()),
					Figures.precise(1.0 * load.reads() / crowd.jobs()), Figures.precise(leastShare), warmUps);
			return compared;
		}
		finally {
			WorkerJvm.stop(workers);
		}
	}

	private static int warmUp(Bench bench, Crowd crowd) {
		double best = 0;
		int settled = 0;
		int drains = 0;
		while (settled < SETTLED && drains < MOST_WARM_UPS) {
			double rate = drain(bench.probe(), crowd.jobs() / 2).perSecond();
			settled = (rate < 1.03 * best) ? settled + 1 : 0;
			best = Math.max(best, rate);
			drains++;
			bench.report().progress("warming up: " + Figures.whole(rate) + " jobs/s");
		}
		return drains;
	}

	private static DrainRun drain(Probe probe, int jobs) {
		probe.ask((redis) -> redis.set("resque:pause-all-workers", "true"));
		// A fetch that has not seen the pause is over by then.
		Pause.ofMillis(10 * POLL_MILLIS);
		probe.forgetProcessed();
		Filling.of(100, jobs).fill(probe);
		Load before = probe.load();
		probe.ask((redis) -> redis.del("resque:pause-all-workers"));
		Pause.until("a tenth is counted", PATIENCE, () -> probe.processed() >= jobs / 10);
		long start = System.nanoTime();
		long counted = probe.processed();
		Pause.until("all are counted", PATIENCE, () -> probe.processed() >= jobs);
		long nanos = System.nanoTime() - start;
		Pause.until("nothing is in flight", PATIENCE, probe::nothingInFlight);
		if (probe.processed() != jobs || probe.queued(NoOp.QUEUE) != 0) {
			throw new IllegalStateException(
					probe.processed() + " counted of " + jobs + ", " + probe.queued(NoOp.QUEUE) + " left");
		}
		return new DrainRun((int) (jobs - counted), nanos, probe.load().since(before));
	}

	/**
	 * Processes that share a queue.
	 *
	 * @param count how many
	 * @param jobs jobs of a drain
	 */
	private record Crowd(int count, int jobs) {

		/** Who did nothing has not shared. */
		double leastShare(Probe probe) {
			List<Long> shares = probe.processedByProcess();
			if (shares.size() != this.count || shares.contains(0L)) {
				throw new IllegalStateException("Not all of " + this.count + " processes took part: " + shares);
			}
			return shares.stream().mapToLong(Long::longValue).min().orElseThrow() * (double) this.count / this.jobs;
		}

	}

}
