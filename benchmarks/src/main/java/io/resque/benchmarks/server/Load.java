package io.resque.benchmarks.server;

/**
 * What was asked of Redis and of the processors up to a moment, or between two.
 *
 * @param commands commands that Redis carried out, those inside scripts included: the sum
 * of {@code calls} in {@code INFO commandstats}
 * @param reads how often Redis found something to read at a socket
 * ({@code total_reads_processed})
 * @param recorded commands that the library's connections have sent, counted by Lettuce
 * @param scripts {@code EVALSHA} and {@code EVAL} among the commands
 * @param serverMicros processor time of Redis
 * @param clientMicros processor time of this JVM
 */
public record Load(long commands, long reads, long recorded, long scripts, long serverMicros, long clientMicros) {

	/** What has come since an earlier moment. */
	public Load since(Load earlier) {
		return new Load(this.commands - earlier.commands, this.reads - earlier.reads, this.recorded - earlier.recorded,
				this.scripts - earlier.scripts, this.serverMicros - earlier.serverMicros,
				this.clientMicros - earlier.clientMicros);
	}

}
