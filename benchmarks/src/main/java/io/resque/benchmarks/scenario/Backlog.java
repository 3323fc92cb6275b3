package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.ours.JobClock;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;

/**
 * Drains of equally many jobs from queues of different lengths. The harness pushes what
 * the workers take, so that a queue keeps its length: a queue of 1,000 alone would be
 * drained before anything runs smoothly.
 */
final class Backlog {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int RUNS = 3;

	private static final String PAYLOAD = NoOp.payload(100);

	private final Bench bench;

	private final OurWorkers workers;

	private final List<Row> rows;

	private long pushed;

	private Backlog(Bench bench, OurWorkers workers, List<Integer> lengths) {
		this.bench = bench;
		this.workers = workers;
		this.rows = lengths.stream().map((length) -> new Row(length, new ArrayList<>())).toList();
	}

	/** Measures, and writes the table. */
	static void measure(Bench bench, int slots, List<Integer> lengths) {
		try (OurWorkers workers = new OurWorkers(bench.server(), slots, NoOp.QUEUE)) {
			new Backlog(bench, workers, lengths).measure();
		}
	}

	private void measure() {
		this.bench.report().progress("growth with queued jobs");
		this.rows.forEach((row) -> drain(row.length()));
		for (int i = 0; i < RUNS; i++) {
			this.rows.forEach((row) -> row.runs().add(drain(row.length())));
		}
		Table table = new Table("queued jobs", "jobs/s", "range", "÷ first", "commands", "sent");
		double first = this.rows.get(0).rate().median();
		for (Row row : this.rows) {
			DrainRun last = row.runs().get(RUNS - 1);
			table.row(Figures.whole(row.length()), Figures.whole(row.rate().median()), row.rate().range(),
					Figures.times(row.rate().median(), first), cost(last, last.load().commands()),
					cost(last, last.load().recorded()));
		}
		this.bench.report()
			.say("Here " + Figures.whole(this.bench.options().jobs())
					+ " jobs are drained, whatever is queued: the harness pushes what was taken, in all rows alike, "
					+ "so that the queue keeps its length. Redis and a third thread are busy with that, too: compare "
					+ "these rows with each other only.");
		this.bench.report().table(table);
	}

	private DrainRun drain(int length) {
		Probe probe = this.bench.probe();
		int jobs = this.bench.options().jobs();
		probe.flush();
		probe.fill(NoOp.QUEUE, PAYLOAD, length);
		this.pushed = length;
		JobClock.reset();
		System.gc();
		Load before = probe.load();
		this.workers.start();
		Pause.until(jobs + " jobs have run", PATIENCE, () -> {
			topUp(probe, length);
			return JobClock.performed() >= jobs;
		});
		long nanos = System.nanoTime() - JobClock.startedAt();
		int performed = (int) JobClock.performed();
		Load load = probe.load().since(before);
		this.workers.stop();
		check(probe);
		return new DrainRun(performed, nanos, load);
	}

	private void topUp(Probe probe, int length) {
		int missing = (int) (length - probe.queued(NoOp.QUEUE));
		if (missing > 0) {
			probe.fill(NoOp.QUEUE, PAYLOAD, missing);
			this.pushed += missing;
		}
	}

	private void check(Probe probe) {
		long performed = JobClock.performed();
		long left = probe.queued(NoOp.QUEUE);
		if (performed + left != this.pushed || probe.processed() != performed || !probe.nothingInFlight()) {
			throw new IllegalStateException(this.pushed + " pushed, " + performed + " performed, " + probe.processed()
					+ " counted, " + left + " left");
		}
	}

	private static String cost(DrainRun run, long count) {
		return Figures.precise(1.0 * count / run.jobs());
	}

	private record Row(int length, List<DrainRun> runs) {

		Figures rate() {
			return new Figures(this.runs.stream().mapToDouble(DrainRun::perSecond).toArray());
		}

	}

}
