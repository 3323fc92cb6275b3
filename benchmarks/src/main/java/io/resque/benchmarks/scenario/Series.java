package io.resque.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.server.Load;

/**
 * Drains by the library that differ in one number, compared with the first of them. As
 * between contenders, all are warmed up first and then alternate.
 */
final class Series implements AutoCloseable {

	private static final int RUNS = 3;

	private final Bench bench;

	private final String number;

	private final List<Row> rows = new ArrayList<>();

	Series(Bench bench, String number) {
		this.bench = bench;
		this.number = number;
	}

	void add(String name, int slots, String queues, Filling filling) {
		this.rows.add(new Row(name, new OurWorkers(this.bench.server(), slots, queues), filling, new ArrayList<>()));
	}

	/** Measures, and writes the table. */
	void measure() {
		this.bench.report().progress("growth with " + this.number);
		int warmUp = this.bench.options().jobs();
		this.rows.forEach((row) -> DrainRun.of(this.bench, row.workers(), row.filling().with(warmUp)));
		for (int i = 0; i < RUNS; i++) {
			this.rows.forEach((row) -> row.runs().add(DrainRun.of(this.bench, row.workers(), row.filling())));
		}
		Table table = new Table(this.number, "jobs/s", "range", "÷ first", "commands", "sent");
		double first = this.rows.get(0).rate().median();
		for (Row row : this.rows) {
			Load load = row.runs().get(RUNS - 1).load();
			double jobs = row.filling().jobs();
			table.row(row.name(), Figures.whole(row.rate().median()), row.rate().range(),
					Figures.times(row.rate().median(), first), Figures.precise(load.commands() / jobs),
					Figures.precise(load.recorded() / jobs));
		}
		this.bench.report().table(table);
	}

	@Override
	public void close() {
		this.rows.forEach((row) -> row.workers().close());
	}

	private record Row(String name, OurWorkers workers, Filling filling, List<DrainRun> runs) {

		Figures rate() {
			return new Figures(this.runs.stream().mapToDouble(DrainRun::perSecond).toArray());
		}

	}

}
