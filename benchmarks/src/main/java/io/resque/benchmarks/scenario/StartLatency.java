package io.resque.benchmarks.scenario;

import java.time.Duration;
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

	/** Median of a {@code PING} right after the other: the round trip of this run. */
	private double busy;

	/** Median of a {@code PING} after a pause like that between the jobs. */
	private double rested;

	@Override
	public String name() {
		return "latency";
	}

	@Override
	public void run(Bench bench) {
		Table table = new Table("", "times", "p50 µs", "p99 µs", "p99.9 µs", "max µs", "p50 in `PING` back to back",
				"p50 in `PING` after a pause");
		pings(bench, table);
		ours(bench, table, Start.QUEUE, "literal queue");
		ours(bench, table, "*", "queues `*`");
		bench.probe().flush();
		jesque(bench, table);
		bench.report().heading("Start of a job on an idle worker");
		bench.report()
			.say("From before the call that enqueues to the first line of `perform`, one job after the other for at most "
					+ longest(bench).toSeconds()
					+ " s, with a random pause between them of 10 to 20 ms, or of 2 to 2.5 s, or "
					+ "(jesque) as long as it waits between two looks at an empty queue. *Plain*: `RPUSH` to a known queue over "
					+ "another connection, as Ruby enqueues. On the right the median in round trips, in both units: a "
					+ "`PING` right after the other, and one after 10 to 20 ms, because a machine that has slept is slow, "
					+ "whoever wakes it.");
		bench.report().table(table);
	}

	/** The two units, measured by the connection that enqueues. */
	private void pings(Bench bench, Table table) {
		DoubleSupplier ping = () -> {
			long before = System.nanoTime();
			bench.probe().ask(RedisCommands::ping);
			return (System.nanoTime() - before) / 1000.0;
		};
		measure(bench, bench.options().sized(10_000, 1000), Rest.NONE, ping);
		double[] atOnce = measure(bench, bench.options().sized(10_000, 1000), Rest.NONE, ping);
		double[] afterPause = measure(bench, bench.options().sized(1000, 50), Rest.SHORT, ping);
		this.busy = new Figures(atOnce).median();
		this.rested = new Figures(afterPause).median();
		add(table, "`PING`, back to back", atOnce);
		add(table, "`PING`, after a pause", afterPause);
	}

	private void ours(Bench bench, Table table, String queues, String name) {
		bench.probe().flush();
		bench.probe().ask((redis) -> redis.sadd("resque:queues", Start.QUEUE));
		try (OurWorkers workers = new OurWorkers(bench.server(), 5, queues)) {
			workers.start();
			ResqueOperations resque = workers.application().getBean(ResqueOperations.class);
			Runnable template = () -> resque.enqueue(Start.class, TEXT);
			Runnable plain = () -> plain(bench.probe());
			row(bench, table, "ours: " + name + ", ResqueTemplate", template);
			row(bench, table, "ours: " + name + ", plain", plain);
			rare(bench, table, "ours: " + name + ", plain, after 2 s", plain);
			workers.stop();
		}
	}

	private void jesque(Bench bench, Table table) {
		Worker worker = new WorkerImpl(JesqueWorkers.config(bench.server()), List.of(Start.QUEUE),
				new MapBasedJobFactory(Map.of("Start", JesqueJob.class)));
		Client client = new ClientImpl(JesqueWorkers.config(bench.server()), false);
		new Thread(worker, "jesque").start();
		bench.report().progress("latency, jesque");
		add(table, "jesque 2.2.0: ClientImpl", measure(bench, bench.options().sized(100, 5), Rest.POLL,
				() -> Start.microsAfter(() -> client.enqueue(Start.QUEUE, new Job("Start", TEXT)))));
		client.end();
		worker.end(false);
	}

	private static void plain(Probe probe) {
		probe.ask((redis) -> redis.rpush("resque:queue:" + Start.QUEUE, PAYLOAD));
	}

	private void row(Bench bench, Table table, String name, Runnable enqueue) {
		bench.report().progress("latency, " + name);
		DoubleSupplier start = () -> Start.microsAfter(enqueue);
		measure(bench, bench.options().sized(100, 10), Rest.SHORT, start);
		add(table, name, measure(bench, bench.options().sized(1000, 50), Rest.SHORT, start));
	}

	private void rare(Bench bench, Table table, String name, Runnable enqueue) {
		bench.report().progress("latency, " + name);
		add(table, name, measure(bench, bench.options().sized(8, 1), Rest.LONG, () -> Start.microsAfter(enqueue)));
	}

	private static double[] measure(Bench bench, int times, Rest rest, DoubleSupplier micros) {
		long deadline = System.nanoTime() + longest(bench).toNanos();
		return DoubleStream.generate(() -> {
			Pause.ofMillis(ThreadLocalRandom.current().nextInt(rest.shortest, rest.longest));
			return micros.getAsDouble();
		}).limit(times).takeWhile((latency) -> System.nanoTime() < deadline).toArray();
	}

	private static Duration longest(Bench bench) {
		return Duration.ofSeconds(bench.options().sized(60, 3));
	}

	private void add(Table table, String name, double[] micros) {
		Figures figures = new Figures(micros);
		double p50 = figures.median();
		table.row(name, micros.length, Figures.whole(p50),
				(micros.length >= 100) ? Figures.whole(figures.percentile(99)) : "–",
				(micros.length >= 1000) ? Figures.whole(figures.percentile(99.9)) : "–",
				Figures.whole(figures.percentile(100)), Figures.times(p50, this.busy), Figures.times(p50, this.rested));
	}

	/**
	 * How long the worker has nothing to do between two jobs.
	 */
	private enum Rest {

		NONE(0, 1), SHORT(10, 20), LONG(2000, 2500),

		/**
		 * Whoever looks each 500 ms is not always to be met at the beginning of its wait.
		 */
		POLL(10, 510);

		private final int shortest;

		private final int longest;

		Rest(int shortest, int longest) {
			this.shortest = shortest;
			this.longest = longest;
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
