package io.resque.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.chaos.LogLine.What;

/**
 * What the log tells of one job.
 */
final class JobHistory {

	private final String id;

	private final List<LogLine> starts = new ArrayList<>();

	private final List<LogLine> acknowledgements = new ArrayList<>();

	private String name = LogLine.NONE;

	private @Nullable What enqueued;

	private long enqueuedAt;

	private boolean ended;

	private JobHistory(String id) {
		this.id = id;
	}

	/** The histories of all jobs in a log, by their ids. */
	static Map<String, JobHistory> of(List<LogLine> log) {
		Map<String, JobHistory> jobs = new LinkedHashMap<>();
		log.stream()
			.filter((line) -> !line.job().equals(LogLine.NONE))
			.forEach((line) -> jobs.computeIfAbsent(line.job(), JobHistory::new).add(line));
		jobs.values().forEach((job) -> job.starts.sort(Comparator.comparingLong(LogLine::token)));
		return jobs;
	}

	private void add(LogLine line) {
		switch (line.what()) {
			case ACCEPTED, UNKNOWN, REFUSED -> {
				this.enqueued = line.what();
				this.enqueuedAt = line.micros();
				this.name = line.detail();
			}
			case STARTED -> this.starts.add(line);
			case FINISHED, THREW -> {
				this.ended = true;
			}
			case ACKNOWLEDGED -> this.acknowledgements.add(line);
			default -> {
			}
		}
	}

	String id() {
		return this.id;
	}

	boolean is(What result) {
		return this.enqueued == result;
	}

	/** Whether a producer knows it. */
	boolean wasEnqueued() {
		return this.enqueued != null;
	}

	boolean isNamed(String job) {
		return this.name.equals(job);
	}

	/** Its starts in the order of their tokens. */
	List<LogLine> starts() {
		return this.starts;
	}

	/** Whether it was started in a certain life of a process. */
	boolean wasStartedBy(ProcessHistory process) {
		return this.starts.stream().anyMatch((start) -> start.process().equals(process.id()));
	}

	boolean ended() {
		return this.ended;
	}

	long enqueuedAt() {
		return this.enqueuedAt;
	}

	/** Where workers said that it is done. */
	List<LogLine> acknowledgements() {
		return this.acknowledgements;
	}

	/** From the answer of Redis to its first start. */
	long delayMicros() {
		long first = this.starts.stream().mapToLong(LogLine::micros).min().orElse(this.enqueuedAt);
		return Math.max(0, first - this.enqueuedAt);
	}

	@Override
	public String toString() {
		return this.name + " " + this.id + " (" + this.enqueued + "), started " + this.starts
				+ (this.ended ? ", ended" : ", not ended");
	}

}
