package io.resque.benchmarks.scenario;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.ScriptOutputType;

import org.springframework.context.ConfigurableApplicationContext;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.ours.Late;
import io.resque.benchmarks.ours.WorkerApplication;
import io.resque.benchmarks.server.Pause;

/**
 * How fast the scheduler brings delayed jobs to their queues, and how late they are.
 */
public final class Delayed implements Scenario {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final int CHUNK = 1000;

	private static final String LOCK = "resque:resque:resque_scheduler_master_lock";

	/**
	 * As resque-scheduler writes them. ARGV: first second, jobs of each second, number of
	 * the first job, of the last one, queue.
	 */
	private static final String DELAY = """
			local first, each = tonumber(ARGV[1]), tonumber(ARGV[2])
			for i = tonumber(ARGV[3]), tonumber(ARGV[4]) do
			  local second = string.format('%d', first + math.floor(i / each))
			  local item = '{"class":"Late","args":[' .. second .. ',' .. i .. '],"queue":"' .. ARGV[5] .. '"}'
			  redis.call('RPUSH', 'resque:delayed:' .. second, item)
			  redis.call('SADD', 'resque:timestamps:' .. item, 'delayed:' .. second)
			  redis.call('ZADD', 'resque:delayed_queue_schedule', second, second)
			end
			return 'OK'
			""";

	@Override
	public String name() {
		return "delayed";
	}

	@Override
	public void run(Bench bench) {
		int jobs = bench.options().sized(100_000, 2000);
		Table rates = new Table("", "jobs", "jobs/s", "range", "heap before MiB", "heap after MiB");
		backlog(bench, rates, "all due in the same second", jobs, jobs);
		backlog(bench, rates, "each due in a second of its own", jobs, 1);
		bench.report().heading("Delayed jobs: a backlog");
		bench.report()
			.say("A scheduler that starts when all are due, beside nothing else; from the first job on its queue to the "
					+ "last one. Heap in use after a collection.");
		bench.report().table(rates);
		Table lags = new Table("", "jobs", "p50 ms", "p99 ms", "max ms");
		late(bench, lags, "one job a second", 1);
		late(bench, lags, "2,000 jobs a second, all due at its beginning", 2000);
		bench.report().heading("Delayed jobs: how late they start");
		bench.report()
			.say("From the second at which a job is due to the first line of `perform`; the scheduler and five slots in one "
					+ "process.");
		bench.report().table(lags);
	}

	private static void backlog(Bench bench, Table table, String name, int jobs, int each) {
		int runs = bench.options().sized(4, 2);
		List<Moved> moved = new ArrayList<>();
		for (int run = 0; run < runs; run++) {
			bench.report().progress("delayed, " + name + ", run " + run);
			moved.add(move(bench, jobs, each));
		}
		// The first one is compiled.
		moved.remove(0);
		Figures rates = new Figures(moved.stream().mapToDouble(Moved::perSecond).toArray());
		table.row(name, Figures.whole(jobs), Figures.whole(rates.median()), rates.range(),
				Figures.precise(new Figures(moved.stream().mapToDouble(Moved::before).toArray()).median()),
				Figures.precise(new Figures(moved.stream().mapToDouble(Moved::after).toArray()).median()));
	}

	/** Another one has the lock until all is prepared. */
	private static Moved move(Bench bench, int jobs, int each) {
		bench.probe().flush();
		bench.probe().ask((redis) -> redis.set(LOCK, "other:1"));
		ConfigurableApplicationContext application = WorkerApplication.run(bench.server(),
				"resque.scheduler.enabled=true", "resque.worker.auto-startup=false");
		try (application) {
			delay(bench, "waits", Instant.now().getEpochSecond() - 1 - (jobs - 1) / each, each, jobs);
			double before = heap();
			bench.probe().ask((redis) -> redis.del(LOCK));
			Pause.until("the first job is on its queue", PATIENCE, () -> bench.probe().queued("waits") > 0);
			long already = bench.probe().queued("waits");
			long start = System.nanoTime();
			Pause.until("all are", PATIENCE, () -> bench.probe().queued("waits") == jobs);
			double perSecond = (jobs - already) / ((System.nanoTime() - start) / 1e9);
			return new Moved(perSecond, before, heap());
		}
	}

	private static void late(Bench bench, Table table, String name, int each) {
		int seconds = bench.options().sized(30, 4);
		int warmUp = seconds / 3;
		bench.probe().flush();
		bench.probe().ask((redis) -> redis.sadd("resque:queues", Late.QUEUE));
		ConfigurableApplicationContext application = WorkerApplication.run(bench.server(),
				"resque.scheduler.enabled=true", "resque.worker.concurrency=5", "resque.worker.queues=" + Late.QUEUE);
		try (application) {
			bench.report().progress("delayed, " + name);
			long first = Instant.now().getEpochSecond() + 3;
			delay(bench, Late.QUEUE, first, each, each * seconds);
			Pause.until("the first jobs have started", PATIENCE, () -> Late.count() >= each * warmUp);
			int already = Late.take().length;
			Pause.until("all have started", PATIENCE, () -> Late.count() >= each * seconds - already);
		}
		Figures figures = new Figures(Late.take());
		table.row(name, Figures.whole(each * (seconds - warmUp)), Figures.precise(figures.median()),
				Figures.precise(figures.percentile(99)), Figures.precise(figures.percentile(100)));
	}

	/** Delays jobs, so many in each second. */
	static void delay(Bench bench, String queue, long first, int each, int jobs) {
		for (int from = 0; from < jobs; from += CHUNK) {
			String[] arguments = { Long.toString(first), Integer.toString(each), Integer.toString(from),
					Integer.toString(Math.min(from + CHUNK, jobs) - 1), queue };
			bench.probe().ask((redis) -> redis.eval(DELAY, ScriptOutputType.STATUS, new String[0], arguments));
		}
	}

	private static double heap() {
		List.of(1, 2).forEach((time) -> System.gc());
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
	}

	/**
	 * A backlog that was moved.
	 *
	 * @param perSecond jobs a second
	 * @param before heap in use before, in MiB
	 * @param after heap in use afterwards
	 */
	private record Moved(double perSecond, double before, double after) {
	}

}
