package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.ours.Hold;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;

/**
 * How soon jobs that were fetched ahead are back at the head of their queue when those
 * before them prove to be long: short jobs, as many long ones as there are slots, and
 * short ones behind.
 */
public final class GiveBack implements Scenario {

	private static final int SLOTS = 10;

	private static final int SHORT = 3000;

	private static final int ROUNDS = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final double TARGET_MILLIS = 100;

	@Override
	public String name() {
		return "giveback";
	}

	@Override
	public void run(Bench bench) {
		List<Round> rounds = new ArrayList<>();
		try (OurWorkers workers = new OurWorkers(bench.server(), SLOTS, Hold.QUEUE)) {
			workers.start();
			round(bench.probe(), 0);
			for (int i = 1; i <= bench.options().sized(ROUNDS, 2); i++) {
				bench.report().progress("giveback " + i);
				rounds.add(round(bench.probe(), i));
			}
			workers.stop();
		}
		finally {
			Hold.release();
		}
		write(bench, rounds.stream().filter((round) -> round.wentBack() > 0).toList(), rounds.size());
	}

	private static void write(Bench bench, List<Round> rounds, int all) {
		if (rounds.isEmpty()) {
			throw new IllegalStateException("Nothing was fetched ahead in " + all + " rounds");
		}
		double[] millis = rounds.stream().mapToDouble(Round::millis).toArray();
		double[] wentBack = rounds.stream().mapToDouble(Round::wentBack).toArray();
		Table table = new Table("rounds", "median ms", "max ms", "within " + Figures.whole(TARGET_MILLIS) + " ms",
				"jobs that went back");
		table.row(rounds.size(), Figures.precise(new Figures(millis).median()),
				Figures.precise(new Figures(millis).percentile(100)),
				rounds.stream().filter((round) -> round.millis() <= TARGET_MILLIS).count(),
				new Figures(wentBack).range());
		bench.report().heading("Giving back what a long job keeps waiting");
		bench.report()
			.say(Figures.whole(SHORT) + " jobs of a millisecond, " + SLOTS + " long ones, " + Figures.whole(SHORT)
					+ " of a millisecond behind them; one process with " + SLOTS
					+ " slots. From the start of the last long job until the queue is exactly what was behind, in its "
					+ "order (looked at each half a millisecond). Of " + all
					+ " rounds those count in which something had been fetched ahead.");
		bench.report().table(table);
	}

	private static Round round(Probe probe, int number) {
		int first = number * (SHORT + SLOTS + SHORT);
		long processed = probe.processed();
		List<String> behind = payloads(first + SHORT + SLOTS, SHORT, false);
		Hold.reset();
		push(probe, payloads(first, SHORT, false));
		push(probe, payloads(first + SHORT, SLOTS, true));
		push(probe, behind);
		long start = Hold.awaitStarts(SLOTS);
		long missing = SHORT - probe.queued(Hold.QUEUE);
		Pause.until("what was fetched ahead is back", PATIENCE, () -> probe.queued(Hold.QUEUE) == SHORT);
		double millis = (System.nanoTime() - start) / 1e6;
		if (!probe.ask((redis) -> redis.lrange("resque:queue:" + Hold.QUEUE, 0, -1)).equals(behind)) {
			throw new IllegalStateException("What went back is not at the head of its queue in its order");
		}
		Hold.release();
		long all = processed + SHORT + SLOTS + SHORT;
		Pause.until("all are acknowledged", PATIENCE, () -> probe.processed() >= all && probe.nothingInFlight());
		if (probe.processed() != all || probe.queued(Hold.QUEUE) != 0) {
			throw new IllegalStateException(probe.processed() + " counted of " + all);
		}
		return new Round(millis, missing);
	}

	private static void push(Probe probe, List<String> payloads) {
		probe.ask((redis) -> redis.rpush("resque:queue:" + Hold.QUEUE, payloads.toArray(String[]::new)));
	}

	private static List<String> payloads(int first, int count, boolean hold) {
		return IntStream.range(first, first + count).mapToObj((number) -> Hold.payload(number, hold)).toList();
	}

	/**
	 * One of several.
	 *
	 * @param millis until the queue was whole
	 * @param wentBack jobs that were missing in it when the last long job had started
	 */
	private record Round(double millis, long wentBack) {
	}

}
