package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.List;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.ours.WorkerJvm;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;

/**
 * What a job costs Redis when many processes wait for it: do all of them wake up?
 */
public final class Trickle implements Scenario {

	private static final long PAUSE_MILLIS = 50;

	@Override
	public String name() {
		return "trickle";
	}

	@Override
	public void run(Bench bench) {
		Table table = new Table("", "commands/s at rest", "commands per job", "of these, above rest", "sent per job",
				"of these, above rest");
		row(bench, table, NoOp.QUEUE, "literal queue");
		row(bench, table, "*", "queues `*`");
		bench.report().heading("Single jobs among " + processes(bench) + " idle processes");
		bench.report()
			.say("A job each " + PAUSE_MILLIS
					+ " ms, enqueued with `SADD` and `RPUSH` (not counted); each process is a "
					+ "JVM with five slots. *Above rest*: less what the idle processes send anyway in this time.");
		bench.report().table(table);
	}

	private static void row(Bench bench, Table table, String queues, String name) {
		Probe probe = bench.probe();
		probe.flush();
		probe.ask((redis) -> redis.sadd("resque:queues", NoOp.QUEUE));
		bench.report().progress("starting " + processes(bench) + " processes");
		List<WorkerJvm> workers = WorkerJvm.start(bench.server(), probe, processes(bench), 5,
				"resque.worker.queues=" + queues);
		try {
			trickle(probe, bench.options().sized(50, 5));
			Pause.ofMillis(1000);
			long start = System.nanoTime();
			Load before = probe.load();
			Pause.ofMillis(bench.options().sized(10_000, 2000));
			Load rest = probe.load().since(before);
			double restSeconds = (System.nanoTime() - start) / 1e9;
			int jobs = bench.options().sized(200, 10);
			start = System.nanoTime();
			before = probe.load();
			trickle(probe, jobs);
			Load busy = probe.load().since(before);
			double share = (System.nanoTime() - start) / 1e9 / restSeconds;
			table.row(name, Figures.precise(rest.commands() / restSeconds),
					Figures.precise(1.0 * busy.commands() / jobs),
					Figures.precise((busy.commands() - share * rest.commands()) / jobs),
					Figures.precise(1.0 * busy.reads() / jobs),
					Figures.precise((busy.reads() - share * rest.reads()) / jobs));
		}
		finally {
			WorkerJvm.stop(workers);
		}
	}

	private static int processes(Bench bench) {
		return bench.options().sized(8, 2);
	}

	/** Each job is acknowledged before the next comes. */
	private static void trickle(Probe probe, int jobs) {
		long processed = probe.processed();
		for (int i = 1; i <= jobs; i++) {
			long next = processed + i;
			probe.fill(NoOp.QUEUE, NoOp.payload(100), 1);
			Pause.ofMillis(PAUSE_MILLIS);
			Pause.until("a job is acknowledged", Duration.ofSeconds(10), () -> probe.processed() >= next);
		}
	}

}
