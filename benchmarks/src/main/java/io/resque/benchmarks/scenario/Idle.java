package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.ours.WorkerJvm;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;
import io.resque.benchmarks.server.RedisServer;

/**
 * What a process costs that has nothing to do. Each has a JVM and a Redis of its own, so
 * that nothing else is counted.
 */
public final class Idle implements Scenario {

	private static final String FOUR_QUEUES = "critical,mail,default,low";

	@Override
	public String name() {
		return "idle";
	}

	@Override
	public void run(Bench bench) {
		Duration time = Duration.ofSeconds(bench.options().sized(60, 4));
		bench.report().progress("idle for " + time.toSeconds() + " s");
		CompletableFuture<Cost> literal = CompletableFuture.supplyAsync(() -> measure(bench, FOUR_QUEUES, time));
		CompletableFuture<Cost> pattern = CompletableFuture.supplyAsync(() -> measure(bench, "*", time));
		Table table = new Table("", "commands/s", "sent/s", "processor");
		row(table, "4 literal queues", literal.join());
		row(table, "queues `*`, 4 of them known", pattern.join());
		bench.report().heading("An idle process");
		bench.report()
			.say("Five slots, nothing to do, " + time.toSeconds()
					+ " s: leases, heartbeats and everything else included. "
					+ "*Processor* is the time of the JVM's process, as a share of one processor; *sent* are reads of "
					+ "Redis from its sockets.");
		bench.report().table(table);
	}

	private static Cost measure(Bench bench, String queues, Duration time) {
		try (RedisServer server = RedisServer.start(bench.options().appendOnly()); Probe probe = Probe.of(server)) {
			probe.ask((redis) -> redis.sadd("resque:queues", FOUR_QUEUES.split(",")));
			try (WorkerJvm worker = WorkerJvm.start(server, probe, 1, 5, "resque.worker.queues=" + queues).get(0)) {
				Pause.ofMillis(bench.options().sized(10_000, 2000));
				Duration processor = worker.processorTime();
				Load before = probe.load();
				long start = System.nanoTime();
				Pause.ofMillis(time.toMillis());
				double seconds = (System.nanoTime() - start) / 1e9;
				return new Cost(probe.load().since(before), worker.processorTime().minus(processor), seconds);
			}
		}
	}

	private static void row(Table table, String name, Cost cost) {
		table.row(name, Figures.precise(cost.load().commands() / cost.seconds()),
				Figures.precise(cost.load().reads() / cost.seconds()),
				String.format(Locale.ROOT, "%.2f %%", cost.processor().toNanos() / 1e7 / cost.seconds()));
	}

	private record Cost(Load load, Duration processor, double seconds) {
	}

}
