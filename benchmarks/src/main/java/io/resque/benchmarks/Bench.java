package io.resque.benchmarks;

import io.resque.benchmarks.server.Probe;
import io.resque.benchmarks.server.RedisServer;

/**
 * What a scenario works with.
 *
 * @param options options of the run
 * @param server the Redis of the run
 * @param probe the harness' own connection to it
 * @param report where to write
 */
public record Bench(Options options, RedisServer server, Probe probe, Report report) {
}
