package io.resque.chaos;

import java.util.List;

import io.resque.chaos.LogLine.What;

/**
 * What a failover makes Redis forget: all that the old master took after the new one had
 * lost touch with it. Without a failover nothing is ever forgotten.
 *
 * @param from when the later master lost touch
 * @param to when the old master died
 */
record Amnesia(long from, long to) {

	static Amnesia of(List<LogLine> log) {
		long from = first(log, What.REPLICA_BEHIND, 0);
		return new Amnesia(from, first(log, What.REDIS_DOWN, from));
	}

	private static long first(List<LogLine> log, What what, long since) {
		return log.stream()
			.filter((line) -> line.what() == what && line.micros() >= since)
			.mapToLong(LogLine::micros)
			.findFirst()
			.orElse(Long.MAX_VALUE);
	}

	boolean happened() {
		return this.to != Long.MAX_VALUE;
	}

	/** Whether Redis may have forgotten that it took a job. */
	boolean excusesLossOf(JobHistory job) {
		return this.from <= job.enqueuedAt() && job.enqueuedAt() <= this.to;
	}

	/** Whether Redis may have forgotten that it gave a job out, or that it was done. */
	boolean excusesRepetitionOf(JobHistory job) {
		return happened() && first(job.starts()) <= this.to && this.from <= first(job.acknowledgements());
	}

	private static long first(List<LogLine> lines) {
		return lines.stream().mapToLong(LogLine::micros).min().orElse(Long.MAX_VALUE);
	}

}
