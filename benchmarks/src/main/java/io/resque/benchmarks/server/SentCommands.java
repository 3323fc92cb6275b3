package io.resque.benchmarks.server;

import java.net.SocketAddress;
import java.util.concurrent.atomic.LongAdder;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolKeyword;

/**
 * Counts the commands that Lettuce has sent and had answered on behalf of the library: a
 * script is one, whatever it does inside. Redis itself cannot tell, its statistics mix
 * what clients send with what scripts call.
 */
public final class SentCommands implements CommandLatencyRecorder {

	/** Of this JVM. */
	public static final SentCommands RECORDER = new SentCommands();

	private final LongAdder count = new LongAdder();

	private SentCommands() {
	}

	@Override
	public void recordCommandLatency(SocketAddress local, SocketAddress remote, ProtocolKeyword command,
			long firstResponse, long completion) {
		this.count.increment();
	}

	/** How many so far. */
	public long count() {
		return this.count.sum();
	}

}
