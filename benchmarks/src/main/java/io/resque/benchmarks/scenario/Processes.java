package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

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

	@Override
	public String name() {
		return "processes";
	}

	@Override
	public void run(Bench bench) {
		int jobs = bench.options().jobs();
		Table table = new Table("processes", "jobs/s", "range", "÷ first", "commands", "sent");
		double first = 0;
		for (int count : bench.options().quick() ? List.of(1, 2) : List.of(1, 2, 4, 8)) {
			bench.report().progress("processes: " + count);
			bench.probe().flush();
			List<WorkerJvm> workers = WorkerJvm.start(bench.server(), bench.probe(), count, 10,
					"resque.worker.queues=" + NoOp.QUEUE);
			try {
				drain(bench, bench.options().sized(50_000, 2500) * count);
				List<DrainRun> runs = Stream.generate(() -> drain(bench, jobs)).limit(3).toList();
				Figures rate = new Figures(runs.stream().mapToDouble(DrainRun::perSecond).toArray());
				first = (first == 0) ? rate.median() : first;
				Load load = runs.get(runs.size() - 1).load();
				table.row(count, Figures.whole(rate.median()), rate.range(), Figures.times(rate.median(), first),
						Figures.precise(1.0 * load.commands() / jobs), Figures.precise(1.0 * load.reads() / jobs));
			}
			finally {
				WorkerJvm.stop(workers);
			}
		}
		bench.report().heading("Growth: processes");
		bench.report()
			.say(Figures.whole(jobs) + " jobs with 100 bytes, processes with ten slots each, on the same machine as "
					+ "Redis. They are paused while the queue is filled; the clock runs from the first job that Redis has "
					+ "counted to the last. *Sent* are reads of Redis from its sockets.");
		bench.report().table(table);
	}

	private static DrainRun drain(Bench bench, int jobs) {
		Probe probe = bench.probe();
		probe.ask((redis) -> redis.set("resque:pause-all-workers", "true"));
		probe.ask((redis) -> redis.del("resque:stat:processed"));
		// A fetch that has not seen the pause is over by then.
		Pause.ofMillis(700);
		Filling.of(100, jobs).fill(probe);
		Load before = probe.load();
		probe.ask((redis) -> redis.del("resque:pause-all-workers"));
		Pause.until("the first is counted", PATIENCE, () -> probe.processed() > 0);
		int counted = (int) probe.processed();
		long start = System.nanoTime();
		Pause.until("all are counted", PATIENCE, () -> probe.processed() >= jobs);
		long nanos = System.nanoTime() - start;
		if (probe.processed() != jobs) {
			throw new IllegalStateException(probe.processed() + " counted of " + jobs);
		}
		return new DrainRun(jobs - counted, nanos, probe.load().since(before));
	}

}
