package io.resque.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.Contender;
import io.resque.benchmarks.contender.JesqueWorkers;
import io.resque.benchmarks.contender.LettuceLoop;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.contender.ScriptLoop;
import io.resque.benchmarks.server.Load;

/**
 * All runs of one contender.
 */
final class DrainResult {

	private final Contender contender;

	private final List<DrainRun> runs = new ArrayList<>();

	DrainResult(Contender contender) {
		this.contender = contender;
	}

	static void write(Bench bench, List<DrainResult> results) {
		double jesque = best(results, (contender) -> contender instanceof JesqueWorkers);
		double move = best(results, (contender) -> contender instanceof LettuceLoop loop && loop.keepsJobs());
		double scripts = best(results, (contender) -> contender instanceof ScriptLoop);
		Table table = new Table("", "after a kill", "jobs/s", "range", "÷ jesque", "÷ LMOVE/LREM", "÷ scripts",
				"commands", "sent", "µs Redis", "µs client");
		for (DrainResult result : results) {
			double rate = result.rate().median();
			table.row(result.contender.name(), result.contender.guarantee(), Figures.whole(rate), result.rate().range(),
					Figures.times(rate, jesque), Figures.times(rate, move), Figures.times(rate, scripts),
					result.each(Load::commands), result.each(result.contender::sent), result.each(Load::serverMicros),
					result.each(Load::clientMicros));
		}
		bench.report().table(table);
		double ours = best(results, (contender) -> contender instanceof OurWorkers);
		if (comparable(bench) && ours > scripts) {
			bench.report()
				.wrong("Ours is above the bare scripts: the harness is wrong, or something else kept the machine "
						+ "busy.");
		}
	}

	/** A few of the bare scripts, or short drains, are no bound. */
	private static boolean comparable(Bench bench) {
		return bench.options().rows().isEmpty() && !bench.options().quick();
	}

	Contender contender() {
		return this.contender;
	}

	void add(DrainRun run) {
		this.runs.add(run);
	}

	private Figures rate() {
		return figures(DrainRun::perSecond);
	}

	private String each(ToDoubleFunction<Load> cost) {
		return Figures.precise(figures((run) -> cost.applyAsDouble(run.load()) / run.jobs()).median());
	}

	private Figures figures(ToDoubleFunction<DrainRun> figure) {
		return new Figures(this.runs.stream().mapToDouble(figure).toArray());
	}

	private static double best(List<DrainResult> results, Predicate<Contender> kind) {
		return results.stream()
			.filter((result) -> kind.test(result.contender))
			.mapToDouble((result) -> result.rate().median())
			.max()
			.orElse(0);
	}

}
