package io.resque.benchmarks.scenario;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.ours.Block;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.ours.WorkerJvm;
import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;

/**
 * How soon the jobs of a killed process are back in their queue. It runs 1,000 jobs that
 * never end, and is killed; another process, which serves another queue, recovers them.
 */
public final class Recovery implements Scenario {

	private static final int ORPHANS = 1000;

	@Override
	public String name() {
		return "recovery";
	}

	@Override
	public void run(Bench bench) {
		Duration lease = Duration.ofSeconds(bench.options().sized(15, 3));
		String property = "resque.worker.recovery.lease=" + lease.toSeconds() + "s";
		Table table = new Table("killed process", "ms after the end of the lease", "ms after the kill",
				"in their order");
		boolean inOrder = true;
		try (OurWorkers rescuer = new OurWorkers(bench.server(), 1, NoOp.QUEUE, property)) {
			rescuer.start();
			// It judges nobody before it has held its own lease for a full span.
			long steady = System.nanoTime() + lease.plusSeconds(1).toNanos();
			for (int i = 1; i <= bench.options().sized(2, 1); i++) {
				bench.report().progress("recovery " + i);
				inOrder &= once(bench, table, property, new Orphans(i * ORPHANS, steady));
			}
			rescuer.stop();
		}
		bench.report().heading("Recovery of " + Figures.whole(ORPHANS) + " jobs of a killed process");
		bench.report()
			.say("Until the last of them is back in its queue; the lease is " + lease.toSeconds()
					+ " s. After the kill that depends on when the lease was last renewed.");
		bench.report().table(table);
		if (!inOrder) {
			bench.report().wrong("Recovery has changed the order of jobs.");
		}
	}

	/**
	 * Every time with other jobs: those of before are suspects, and suspects run one at a
	 * time.
	 */
	private static boolean once(Bench bench, Table table, String property, Orphans orphans) {
		Probe probe = bench.probe();
		orphans.enqueue(probe);
		List<String> before = leases(probe);
		try (WorkerJvm process = WorkerJvm
			.start(bench.server(), probe, 1, ORPHANS, "resque.worker.queues=" + Block.QUEUE, property)
			.get(0)) {
			String id = leases(probe).stream().filter((lease) -> !before.contains(lease)).findFirst().orElseThrow();
			Pause.until("all are in flight", Duration.ofSeconds(30),
					() -> probe.ask((redis) -> redis.hlen("resque:spring:inflight:" + id)) == ORPHANS);
			Pause.ofMillis(Math.max(0, (orphans.notBefore() - System.nanoTime()) / 1_000_000));
			process.kill();
			long killed = System.currentTimeMillis();
			double deadline = probe.ask((redis) -> redis.zscore("resque:spring:leases", id));
			Pause.until("all are back", Duration.ofMinutes(3), () -> probe.queued(Block.QUEUE) == ORPHANS);
			long back = System.currentTimeMillis();
			boolean inOrder = orphans.inOrder(probe);
			table.row(id, Figures.whole(back - deadline), Figures.whole(back - killed), inOrder ? "yes" : "**no**");
			return inOrder;
		}
	}

	private static List<String> leases(Probe probe) {
		return probe.ask((redis) -> redis.zrange("resque:spring:leases", 0, -1));
	}

	/**
	 * The jobs of one process.
	 *
	 * @param first number of the first one
	 * @param notBefore when the process may be killed
	 */
	private record Orphans(int first, long notBefore) {

		void enqueue(Probe probe) {
			probe.ask((redis) -> redis.del("resque:queue:" + Block.QUEUE));
			payloads().forEach((payload) -> probe.fill(Block.QUEUE, payload, 1));
		}

		boolean inOrder(Probe probe) {
			return probe.ask((redis) -> redis.lrange("resque:queue:" + Block.QUEUE, 0, -1)).equals(payloads());
		}

		private List<String> payloads() {
			return IntStream.range(this.first, this.first + ORPHANS).mapToObj(Block::payload).toList();
		}

	}

}
