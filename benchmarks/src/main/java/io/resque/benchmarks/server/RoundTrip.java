package io.resque.benchmarks.server;

import java.util.stream.IntStream;

import io.lettuce.core.api.sync.BaseRedisCommands;

import io.resque.benchmarks.Figures;

/**
 * What it costs to ask Redis anything: the unit in which times on another machine can be
 * compared.
 */
public final class RoundTrip {

	private static final int PINGS = 10_000;

	private RoundTrip() {
	}

	/** Median time of a {@code PING} over one connection, in microseconds. */
	public static double medianMicros(Probe probe) {
		measure(probe);
		return new Figures(measure(probe)).median();
	}

	private static double[] measure(Probe probe) {
		return IntStream.range(0, PINGS).mapToDouble((i) -> {
			long start = System.nanoTime();
			probe.ask(BaseRedisCommands::ping);
			return (System.nanoTime() - start) / 1000.0;
		}).toArray();
	}

}
