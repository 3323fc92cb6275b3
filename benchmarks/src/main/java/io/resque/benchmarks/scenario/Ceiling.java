package io.resque.benchmarks.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.server.RedisServer;

/**
 * What the server does by its own benchmark program, where that is installed.
 */
public final class Ceiling implements Scenario {

	@Override
	public String name() {
		return "ceiling";
	}

	@Override
	public void run(Bench bench) {
		bench.report().heading("The server by its own benchmark");
		Optional<Path> program = RedisServer.installed("redis-benchmark");
		if (program.isEmpty()) {
			bench.report().say("`redis-benchmark` is not installed here.");
			return;
		}
		Table table = new Table("", "ping/s", "lpush/s", "lpop/s");
		row(bench, table, program.get(), "one command at a time", 1);
		row(bench, table, program.get(), "16 in a pipeline", 16);
		bench.report().say("`redis-benchmark`, 50 connections, 100 bytes.");
		bench.report().table(table);
	}

	private static void row(Bench bench, Table table, Path program, String name, int pipeline) {
		List<String> lines = run(program.toString(), "-h", RedisServer.HOST, "-p",
				Integer.toString(bench.server().port()), "-t", "ping_mbulk,lpush,lpop", "-n",
				Integer.toString(bench.options().jobs()), "-d", "100", "-c", "50", "-P", Integer.toString(pipeline),
				"--csv");
		table.row(name, rate(lines, "PING_MBULK"), rate(lines, "LPUSH"), rate(lines, "LPOP"));
	}

	private static String rate(List<String> lines, String test) {
		return lines.stream()
			.filter((line) -> line.startsWith("\"" + test + "\""))
			.map((line) -> Figures.whole(Double.parseDouble(line.split("\"")[3])))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("redis-benchmark does not tell " + test + ": " + lines));
	}

	private static List<String> run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			int code = process.waitFor();
			if (code != 0) {
				throw new IllegalStateException("redis-benchmark has ended with " + code + ": " + output.strip());
			}
			return output.lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
	}

}
