package io.resque.benchmarks.scenario;

import java.lang.management.ManagementFactory;
import java.util.List;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.ours.JobClock;
import io.resque.benchmarks.ours.NoOp;

/**
 * Whether a worker needs more memory when more is queued: the heap that is in use after a
 * garbage collection, while it drains.
 */
public final class Memory implements Scenario {

	private static final int HUNDRED_THOUSAND = 100_000;

	@Override
	public String name() {
		return "memory";
	}

	@Override
	public void run(Bench bench) {
		Table table = new Table("queued", "KiB in use at most", "KiB for each 100,000 queued");
		try (OurWorkers workers = new OurWorkers(bench.server(), 10, NoOp.QUEUE)) {
			highest(bench, workers, HUNDRED_THOUSAND / 10);
			double little = highest(bench, workers, HUNDRED_THOUSAND / 10);
			for (int jobs : bench.options().quick() ? List.of(HUNDRED_THOUSAND)
					: List.of(HUNDRED_THOUSAND, 10 * HUNDRED_THOUSAND)) {
				double much = highest(bench, workers, jobs);
				double more = (much - little) * HUNDRED_THOUSAND / (jobs - HUNDRED_THOUSAND / 10.0);
				table.row(Figures.whole(jobs), Figures.whole(much / 1024), Figures.whole(more / 1024));
			}
			bench.report().heading("Memory of a worker while it drains");
			bench.report()
				.say("Heap after a garbage collection, the highest of three looks during the drain: the harness and all "
						+ "that it has loaded included. The right column is the difference to 10,000 queued jobs ("
						+ Figures.whole(little / 1024) + " KiB).");
			bench.report().table(table);
		}
	}

	private static double highest(Bench bench, OurWorkers workers, int jobs) {
		bench.report().progress("memory with " + jobs + " queued");
		bench.probe().flush();
		Filling filling = Filling.of(100, jobs);
		filling.fill(bench.probe());
		JobClock.reset();
		workers.start();
		double highest = 0;
		for (int quarter = 1; quarter <= 3; quarter++) {
			JobClock.await(jobs * (long) quarter / 4);
			System.gc();
			highest = Math.max(highest, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		DrainRun.awaitEnd(bench.probe(), workers, jobs);
		DrainRun.check(bench.probe(), workers, filling);
		workers.stop();
		return highest;
	}

}
