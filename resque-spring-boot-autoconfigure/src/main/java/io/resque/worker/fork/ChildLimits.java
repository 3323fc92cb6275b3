package io.resque.worker.fork;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

import io.resque.failure.ReportedFailure;

/**
 * When a child is ended although it has a job.
 *
 * @param maxMemory resident memory; 0 for no limit
 * @param termTimeout how long a job may go on after it was asked to stop
 */
record ChildLimits(DataSize maxMemory, Duration termTimeout) {

	/** What is recorded of a job whose process used more. */
	ReportedFailure exceeded(DataSize used) {
		return ReportedFailure.dirtyExit("Job ended because its process used " + used.toMegabytes()
				+ " MB of memory, and fork.max-memory is " + this.maxMemory.toMegabytes() + " MB", true);
	}

}
