package io.resque.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.contender.Contender;
import io.resque.benchmarks.contender.JesqueWorkers;
import io.resque.benchmarks.contender.LettuceLoop;
import io.resque.benchmarks.contender.LettuceLoop.Kind;
import io.resque.benchmarks.contender.OurWorkers;
import io.resque.benchmarks.contender.ScriptLoop;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.RedisServer;

/**
 * How fast a full queue of no-op jobs is drained, and what a job costs. All contenders
 * get the same payloads; their runs alternate, so that a machine that becomes slower
 * becomes slower for all.
 */
public final class Drain implements Scenario {

	/** From here on a payload is large, and a tenth of the jobs will do. */
	private static final int LARGE = 1000;

	@Override
	public String name() {
		return "drain";
	}

	@Override
	public void run(Bench bench) {
		bench.report().heading("Drain of a full queue");
		bench.report()
			.say("Jobs that do nothing; the clock runs from the first execution to the last acknowledgement. "
					+ "Median and range of " + bench.options().runs()
					+ " runs. Peers and loops drain a part of the jobs.");
		bench.report()
			.say("*÷ jesque*, *÷ LMOVE/LREM*, *÷ scripts*: the rate divided by the best of that kind. *Commands* are those "
					+ "that Redis carried out for a job, those inside scripts included. *Sent* are those that a client "
					+ "sent, a round trip each (the library and the bare scripts: counted by Lettuce; the loops: they "
					+ "have no scripts; jesque: reads of Redis from its sockets). *µs* are processor time for a job.");
		List<Contender> contenders = contenders(bench);
		try {
			bench.options().bytes().forEach((bytes) -> drain(bench, contenders, bytes));
		}
		finally {
			contenders.forEach(Contender::close);
		}
	}

	private static void drain(Bench bench, List<Contender> contenders, int bytes) {
		int jobs = bench.options().jobs() / ((bytes < LARGE) ? 1 : 10);
		List<DrainResult> results = new ArrayList<>();
		for (Contender contender : contenders) {
			bench.report().progress("warming up " + contender.name());
			DrainRun.of(bench, contender, Filling.of(bytes, contender.share(jobs)));
			results.add(new DrainResult(contender));
		}
		for (int i = 1; i <= bench.options().runs(); i++) {
			bench.report().progress("drain of " + bytes + " bytes, run " + i);
			results.forEach((result) -> result
				.add(DrainRun.of(bench, result.contender(), Filling.of(bytes, result.contender().share(jobs)))));
		}
		bench.report().say("Argument of " + Figures.whole(bytes) + " bytes, " + Figures.whole(jobs) + " jobs:");
		DrainResult.write(bench, results);
	}

	private static List<Contender> contenders(Bench bench) {
		RedisServer server = bench.server();
		List<Contender> all = new ArrayList<>();
		all.add(new OurWorkers(server, 4, NoOp.QUEUE));
		all.add(new OurWorkers(server, 10, NoOp.QUEUE));
		all.add(new JesqueWorkers(server, 4));
		all.add(new JesqueWorkers(server, 10));
		for (Kind kind : Kind.values()) {
			all.add(new LettuceLoop(server, kind, false));
			all.add(new LettuceLoop(server, kind, true));
		}
		for (int threads : List.of(1, 2)) {
			Stream.of(10, 50, 200, 500).forEach((batch) -> all.add(new ScriptLoop(server, batch, threads)));
		}
		return wanted(bench, all);
	}

	/** Closes the others. */
	private static List<Contender> wanted(Bench bench, List<Contender> all) {
		List<Contender> wanted = new ArrayList<>();
		try {
			List<String> names = bench.options().wantedRows(all.stream().map(Contender::name).toList());
			all.stream().filter((each) -> names.contains(each.name())).forEach(wanted::add);
			return wanted;
		}
		finally {
			all.stream().filter((each) -> !wanted.contains(each)).forEach(Contender::close);
		}
	}

}
