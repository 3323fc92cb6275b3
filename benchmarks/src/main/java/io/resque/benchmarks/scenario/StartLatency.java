package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

import io.lettuce.core.api.sync.RedisCommands;
import net.greghaines.jesque.Job;
import net.greghaines.jesque.client.Client;
import net.greghaines.jesque.client.ClientImpl;
import net.greghaines.jesque.worker.MapBasedJobFactory;
import net.greghaines.jesque.worker.Worker;
import net.greghaines.jesque.worker.WorkerImpl;

import io.resque.ResqueOperations;
import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.JesqueWorkers;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.ours.Start;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;

/**
 * How soon an idle worker starts a job: from before the call that enqueues it to the
 * first line of {@code perform}. The next job comes when the former has long ended.
 */
public final class StartLatency implements Scenario {

	private static final String TEXT = NoOp.text(100);

	private static final String PAYLOAD = "{\"class\":\"Start\",\"args\":[\"" + TEXT + "\"]}";

	/**
	 * Median of a {@code PING} after each rest: the round trips of this run. A machine
	 * that has slept is slow, whoever wakes it.
	 */
	private final Map<Rest, Double> pings = new EnumMap<>(Rest.class);

	@Override
	public String name() {
		return "latency";
	}

	@Override
	public void run(Bench bench) {
		Table table = new Table("", "times", "p50 µs", "p99 µs", "p99.9 µs", "max µs",
				"p50 in `PING` after the same pause", "p50 in `PING` without a pause");
		pings(bench, table);
		ours(bench, table, Start.QUEUE, "literal queue");
		ours(bench, table, "*", "queues `*`");
		bench.probe().flush();
		jesque(bench, table);
		bench.report().heading("Start of a job on an idle worker");
		bench.report()
			.say("From before the call that enqueues to the first line of `perform`, one job after the other, without a "
					+ "pause, or with one of 10 to 20 ms, or of 2 to 2.5 s, or (jesque) as long as it waits "
					+ "between two looks at an empty queue; at most " + longest(bench).toSeconds()
					+ " s a row. *Plain*: `RPUSH` to a known queue over another connection, as Ruby enqueues. On the right "
					+ "the median in round trips: as many times a `PING` that came after the same pause, because a machine "
					+ "that has slept is slow, whoever wakes it, and a `PING` right after the other. Both are compiled before: "
					+ "by as many `PING`s, and jobs, without a pause.");
		bench.report().table(table);
	}

	/** The units, measured by the connection that enqueues. */
	private void pings(Bench bench, Table table) {
		series(bench, "`PING`", () -> {
			long before = System.nanoTime();
			bench.probe().ask(RedisCommands::ping);
			return (System.nanoTime() - before) / 1000.0;
		}).forEach((rest, micros) -> {
			this.pings.put(rest, new Figures(micros).median());
			add(table, "`PING`", rest, micros);
		});
	}

	private void ours(Bench bench, Table table, String queues, String name) {
		bench.probe().flush();
		bench.probe().ask((redis) -> redis.sadd("resque:queues", Start.QUEUE));
		try (OurWorkers workers = new OurWorkers(bench.server(), 5, queues)) {
			workers.start();
			ResqueOperations resque = workers.application().getBean(ResqueOperations.class);
			Runnable template = () -> resque.enqueue(Start.class, TEXT);
			Runnable plain = () -> plain(bench.probe());
			rows(bench, table, "ours: " + name + ", ResqueTemplate", template);
			rows(bench, table, "ours: " + name + ", plain", plain);
			workers.stop();
		}
	}

	private void jesque(Bench bench, Table table) {
		Worker worker = new WorkerImpl(JesqueWorkers.config(bench.server()), List.of(Start.QUEUE),
				new MapBasedJobFactory(Map.of("Start", JesqueJob.class)));
		Client client = new ClientImpl(JesqueWorkers.config(bench.server()), false);
		new Thread(worker, "jesque").start();
		bench.report().progress("latency, jesque");
		add(table, "jesque 2.2.0: ClientImpl", Rest.POLL, measure(bench, Rest.POLL,
				() -> Start.microsAfter(() -> client.enqueue(Start.QUEUE, new Job("Start", TEXT)))));
		client.end();
		worker.end(false);
	}

	private static void plain(Probe probe) {
		probe.ask((redis) -> redis.rpush("resque:queue:" + Start.QUEUE, PAYLOAD));
	}

	private void rows(Bench bench, Table table, String name, Runnable enqueue) {
		series(bench, name, () -> Start.microsAfter(enqueue)).forEach((rest, micros) -> add(table, name, rest, micros));
	}

	private static Map<Rest, double[]> series(Bench bench, String name, DoubleSupplier micros) {
		Map<Rest, double[]> series = new EnumMap<>(Rest.class);
		measure(bench, Rest.NONE, micros);
		for (Rest rest : List.of(Rest.NONE, Rest.SHORT, Rest.LONG)) {
			bench.report().progress("latency, " + name + ", " + rest.text);
			series.put(rest, measure(bench, rest, micros));
		}
		return series;
	}

	private static double[] measure(Bench bench, Rest rest, DoubleSupplier micros) {
		long deadline = System.nanoTime() + longest(bench).toNanos();
		return DoubleStream.generate(() -> {
			Pause.ofMillis(ThreadLocalRandom.current().nextInt(rest.shortest, rest.longest));
			return micros.getAsDouble();
		})
			.limit(bench.options().sized(rest.times, rest.timesInAQuickRun))
			.takeWhile((latency) -> System.nanoTime() < deadline)
			.toArray();
	}

	private static Duration longest(Bench bench) {
		return Duration.ofSeconds(bench.options().sized(60, 3));
	}

	private void add(Table table, String name, Rest rest, double[] micros) {
		Figures figures = new Figures(micros);
		double p50 = figures.median();
		table.row(name + ", " + rest.text, micros.length, Figures.whole(p50),
				(micros.length >= 100) ? Figures.whole(figures.percentile(99)) : "–",
				(micros.length >= 1000) ? Figures.whole(figures.percentile(99.9)) : "–",
				Figures.whole(figures.percentile(100)),
				(rest != Rest.POLL) ? Figures.times(p50, this.pings.getOrDefault(rest, p50)) : "–",
				Figures.times(p50, this.pings.getOrDefault(Rest.NONE, p50)));
	}

	/**
	 * How long the worker has nothing to do between two jobs.
	 */
	private enum Rest {

		NONE("no pause", 0, 1, 10_000, 1000),

		SHORT("after 10 to 20 ms", 10, 20, 1000, 50),

		LONG("after 2 s", 2000, 2500, 8, 1),

		/**
		 * Whoever looks each 500 ms is not always to be met at the beginning of its wait.
		 */
		POLL("after a while", 10, 510, 100, 5);

		private final String text;

		private final int shortest;

		private final int longest;

		private final int times;

		private final int timesInAQuickRun;

		Rest(String text, int shortest, int longest, int times, int timesInAQuickRun) {
			this.text = text;
			this.shortest = shortest;
			this.longest = longest;
			this.times = times;
			this.timesInAQuickRun = timesInAQuickRun;
		}

	}

	/**
	 * The same job for jesque.
	 */
	public static final class JesqueJob implements Runnable {

		public JesqueJob(String text) {
		}

		@Override
		public void run() {
			Start.mark(System.nanoTime());
		}

	}

}
