package io.resque.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.resque.benchmarks.scenario.Ceiling;
import io.resque.benchmarks.scenario.Delayed;
import io.resque.benchmarks.scenario.Drain;
import io.resque.benchmarks.scenario.Enqueue;
import io.resque.benchmarks.scenario.FailedJobs;
import io.resque.benchmarks.scenario.ForkMode;
import io.resque.benchmarks.scenario.GiveBack;
import io.resque.benchmarks.scenario.Growth;
import io.resque.benchmarks.scenario.Idle;
import io.resque.benchmarks.scenario.Memory;
import io.resque.benchmarks.scenario.Pages;
import io.resque.benchmarks.scenario.Processes;
import io.resque.benchmarks.scenario.Recovery;
import io.resque.benchmarks.scenario.StartLatency;
import io.resque.benchmarks.scenario.Trickle;
import io.resque.benchmarks.server.Probe;
import io.resque.benchmarks.server.RedisServer;
import io.resque.benchmarks.server.RoundTrip;

/**
 * Runs the scenarios against a Redis of its own. The one argument is the file for the
 * report; options are system properties, see {@link Options}.
 */
public final class Benchmarks {

	private static final List<Scenario> SCENARIOS = List.of(new Ceiling(), new Drain(), new StartLatency(), new Idle(),
			new Trickle(), new Enqueue(), new GiveBack(), new Recovery(), new Growth(), new Processes(), new Memory(),
			new ForkMode(), new Delayed(), new FailedJobs(), new Pages());

	private Benchmarks() {
	}

	/** Runs. */
	public static void main(String[] arguments) {
		Options options = Options.fromSystemProperties();
		options.checkScenarios(SCENARIOS.stream().map(Scenario::name).toList());
		Report report = new Report();
		try (RedisServer server = RedisServer.start(options.appendOnly()); Probe probe = Probe.of(server)) {
			report.heading("Benchmarks");
			Bench bench = new Bench(options, server, probe, report);
			report.say("One round trip (PING over one Lettuce connection, median): "
					+ Figures.precise(RoundTrip.medianMicros(probe)) + " µs.");
			if (options.quick()) {
				report.say("**A quick run: it shows that everything works, and no figure in it means anything.**");
			}
			SCENARIOS.stream()
				.filter((scenario) -> options.wants(scenario.name()))
				.forEach((scenario) -> run(scenario, bench));
			machine(bench);
		}
		report.write(Path.of((arguments.length > 0) ? arguments[0] : "report.md"));
		System.exit(report.failed() ? 1 : 0);
	}

	/** One that fails must not cost the figures of the others. */
	private static void run(Scenario scenario, Bench bench) {
		Instant start = Instant.now();
		try {
			bench.probe().flush();
			scenario.run(bench);
		}
		catch (RuntimeException ex) {
			bench.report().failure(scenario.name(), ex);
		}
		bench.report().progress(scenario.name() + " took " + Duration.between(start, Instant.now()).toSeconds() + " s");
	}

	private static void machine(Bench bench) {
		Runtime jvm = Runtime.getRuntime();
		bench.report().heading("Machine");
		bench.report()
			.table(new Table("", "this run").row("Processors", jvm.availableProcessors())
				.row("System", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
				.row("JVM", System.getProperty("java.vm.name") + " " + Runtime.version())
				.row("Heap", jvm.maxMemory() / (1024 * 1024) + " MiB")
				.row("Redis", bench.probe().version() + ", " + bench.server().description())
				.row("Date", LocalDate.now()));
	}

}
