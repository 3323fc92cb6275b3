package io.resque.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.resque.ResqueOperations;
import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.contender.Threads;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.Probe;

/**
 * How fast jobs are enqueued while nobody performs them, one by one and 1,000 in a call.
 */
public final class Enqueue implements Scenario {

	@Override
	public String name() {
		return "enqueue";
	}

	@Override
	public void run(Bench bench) {
		try (OurWorkers workers = new OurWorkers(bench.server(), 1, NoOp.QUEUE)) {
			List<Producer> producers = producers(bench, workers.application().getBean(ResqueOperations.class));
			List<List<Result>> results = new ArrayList<>();
			for (Producer producer : producers) {
				bench.report().progress("warming up " + producer.name());
				once(bench, producer);
				results.add(new ArrayList<>());
			}
			for (int run = 1; run <= bench.options().runs(); run++) {
				bench.report().progress("enqueue, run " + run);
				for (int i = 0; i < producers.size(); i++) {
					results.get(i).add(once(bench, producers.get(i)));
				}
			}
			write(bench, producers, results);
		}
	}

	private static void write(Bench bench, List<Producer> producers, List<List<Result>> results) {
		Table table = new Table("", "jobs/s", "range", "÷ jesque", "commands", "sent");
		for (int i = 0; i < producers.size(); i++) {
			Producer producer = producers.get(i);
			// The library's producers come first, jesque's in the same order.
			double jesque = rate(results.get(i % (producers.size() / 2) + producers.size() / 2)).median();
			Figures rate = rate(results.get(i));
			table.row(producer.name(), Figures.whole(rate.median()), rate.range(), Figures.times(rate.median(), jesque),
					cost(results.get(i), Load::commands),
					cost(results.get(i), producer.ours() ? Load::recorded : Load::reads));
		}
		bench.report().heading("Enqueueing");
		bench.report()
			.say("Argument of 100 bytes, nobody performs. *Single*: a call for each job; *bulk*: " + Producer.BULK
					+ " in a call (`enqueueAll`, `batchEnqueue`). A thread of jesque has a client of its own. *Sent* of "
					+ "jesque are reads of Redis: what it pipelines is read in pieces.");
		bench.report().table(table);
	}

	private static String cost(List<Result> results, ToDoubleFunction<Load> cost) {
		double[] costs = results.stream()
			.mapToDouble((result) -> cost.applyAsDouble(result.load()) / result.jobs())
			.toArray();
		return Figures.precise(new Figures(costs).median());
	}

	private static Figures rate(List<Result> results) {
		return new Figures(results.stream().mapToDouble(Result::perSecond).toArray());
	}

	private static List<Producer> producers(Bench bench, ResqueOperations resque) {
		List<Producer> producers = new ArrayList<>();
		for (int threads : List.of(1, 4)) {
			producers.add(Producer.ours(resque, false, threads));
			producers.add(Producer.ours(resque, true, threads));
		}
		for (int threads : List.of(1, 4)) {
			producers.add(Producer.jesque(bench.server(), false, threads));
			producers.add(Producer.jesque(bench.server(), true, threads));
		}
		return producers;
	}

	private static Result once(Bench bench, Producer producer) {
		Probe probe = bench.probe();
		probe.flush();
		System.gc();
		int calls = bench.options().jobs() / (producer.bulk() ? Producer.BULK : 10) / producer.threads() + 1;
		int jobs = calls * producer.threads() * (producer.bulk() ? Producer.BULK : 1);
		List<Producer.Work> work = Stream.generate(producer.work()).limit(producer.threads()).toList();
		Load before = probe.load();
		long start = System.nanoTime();
		Threads threads = new Threads();
		work.forEach((each) -> threads.start(() -> each.enqueue(jobs / producer.threads())));
		threads.join();
		double seconds = (System.nanoTime() - start) / 1e9;
		Load load = probe.load().since(before);
		work.forEach(Producer.Work::close);
		if (probe.queued(NoOp.QUEUE) != jobs) {
			throw new IllegalStateException(producer.name() + " has enqueued " + probe.queued(NoOp.QUEUE));
		}
		return new Result(jobs, seconds, load);
	}

	/**
	 * One run.
	 */
	private record Result(int jobs, double seconds, Load load) {

		double perSecond() {
			return this.jobs / this.seconds;
		}

	}

}
