package io.resque.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Load;

/**
 * How the cost of a job grows with the number of queues, of slots and of queued jobs.
 */
public final class Growth implements Scenario {

	private static final int BYTES = 100;

	private static final int SLOTS = 10;

	/** So many jobs that one run is long enough. */
	private static final int MANY = 500_000;

	@Override
	public String name() {
		return "growth";
	}

	@Override
	public void run(Bench bench) {
		int jobs = bench.options().jobs() / 4;
		bench.report().heading("Growth");
		bench.report()
			.say("Drain of jobs with 100 bytes, as above; unless said otherwise " + SLOTS + " slots, one queue, "
					+ Figures.whole(jobs) + " jobs. *÷ first* compares with the first row.");
		queues(bench, jobs);
		slots(bench, jobs);
		queued(bench);
	}

	private static void queues(Bench bench, int jobs) {
		Series series = new Series("queues in the list");
		for (int count : List.of(1, 10, 100)) {
			List<String> queues = IntStream.rangeClosed(1, count).mapToObj((number) -> "queue-" + number).toList();
			String list = String.join(",", queues);
			series.add(bench, count + ", all jobs in the last", SLOTS, list,
					new Filling(queues.subList(count - 1, count), NoOp.payload(BYTES), jobs));
			if (count > 1) {
				series.add(bench, count + ", jobs in all", SLOTS, list, new Filling(queues, NoOp.payload(BYTES), jobs));
				series.add(bench, "`*`, " + count + " known, jobs in all", SLOTS, "*",
						new Filling(queues, NoOp.payload(BYTES), jobs));
			}
		}
		bench.report().table(series.table());
	}

	private static void slots(Bench bench, int jobs) {
		Series series = new Series("slots");
		for (int slots : List.of(1, 4, 16, 64)) {
			series.add(bench, Integer.toString(slots), slots, NoOp.QUEUE, Filling.of(BYTES, jobs));
		}
		bench.report().table(series.table());
	}

	private static void queued(Bench bench) {
		Series series = new Series("queued jobs");
		for (int jobs : bench.options().quick() ? List.of(1000, 10_000) : List.of(1000, 10_000, 100_000, 1_000_000)) {
			series.add(bench, Figures.whole(jobs), SLOTS, NoOp.QUEUE, Filling.of(BYTES, jobs));
		}
		bench.report().table(series.table());
	}

	/**
	 * The rows of one table.
	 */
	private static final class Series {

		private final Table table;

		private double first;

		private Series(String what) {
			this.table = new Table(what, "jobs/s", "range", "÷ first", "commands", "sent");
		}

		private Table table() {
			return this.table;
		}

		private void add(Bench bench, String name, int slots, String queues, Filling filling) {
			bench.report().progress("growth, " + name);
			List<DrainRun> runs = new ArrayList<>();
			try (OurWorkers workers = new OurWorkers(bench.server(), slots, queues)) {
				Filling warmUp = new Filling(filling.queues(), filling.payload(), bench.options().sized(50_000, 2500));
				DrainRun.of(bench, workers, warmUp);
				for (int i = 0; i < ((filling.jobs() < MANY) ? 3 : 1); i++) {
					runs.add(DrainRun.of(bench, workers, filling));
				}
			}
			Figures rate = new Figures(runs.stream().mapToDouble(DrainRun::perSecond).toArray());
			this.first = (this.first == 0) ? rate.median() : this.first;
			Load load = runs.get(runs.size() - 1).load();
			this.table.row(name, Figures.whole(rate.median()), rate.range(), Figures.times(rate.median(), this.first),
					Figures.precise(1.0 * load.commands() / filling.jobs()),
					Figures.precise(1.0 * load.recorded() / filling.jobs()));
		}

	}

}
