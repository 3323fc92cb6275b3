package io.resque.benchmarks.scenario;

import java.util.List;
import java.util.stream.IntStream;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.ours.NoOp;

/**
 * How the cost of a job grows with the number of queues, of slots and of queued jobs.
 */
public final class Growth implements Scenario {

	private static final int BYTES = 100;

	private static final int SLOTS = 10;

	@Override
	public String name() {
		return "growth";
	}

	@Override
	public void run(Bench bench) {
		int jobs = bench.options().jobs();
		bench.report().heading("Growth");
		bench.report()
			.say("Drain of jobs with 100 bytes, as above; unless said otherwise " + SLOTS + " slots, one queue, "
					+ Figures.whole(jobs) + " jobs. *÷ first* compares with the first row.");
		queues(bench, jobs);
		slots(bench, jobs);
		queued(bench);
	}

	private static void queues(Bench bench, int jobs) {
		try (Series series = new Series(bench, "queues in the list")) {
			for (int count : List.of(1, 10, 100)) {
				List<String> queues = IntStream.rangeClosed(1, count).mapToObj((number) -> "queue-" + number).toList();
				String list = String.join(",", queues);
				Filling all = new Filling(queues, NoOp.payload(BYTES), jobs);
				Filling last = new Filling(queues.subList(count - 1, count), NoOp.payload(BYTES), jobs);
				series.add(count + ", all jobs in the last", SLOTS, list, last);
				if (count > 1) {
					series.add(count + ", jobs in all", SLOTS, list, all);
					series.add("`*`, " + count + " known, jobs in all", SLOTS, "*", all);
				}
			}
			series.measure();
		}
	}

	private static void slots(Bench bench, int jobs) {
		try (Series series = new Series(bench, "slots")) {
			for (int slots : List.of(1, 4, 16, 64)) {
				series.add(Integer.toString(slots), slots, NoOp.QUEUE, Filling.of(BYTES, jobs));
			}
			series.measure();
		}
	}

	private static void queued(Bench bench) {
		Backlog.measure(bench, SLOTS,
				bench.options().quick() ? List.of(1000, 10_000) : List.of(1000, 10_000, 100_000, 1_000_000));
	}

}
