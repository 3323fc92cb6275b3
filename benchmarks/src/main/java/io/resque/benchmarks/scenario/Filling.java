package io.resque.benchmarks.scenario;

import java.util.List;

import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Probe;

/**
 * What is queued before a drain.
 *
 * @param queues the queues, each with the same number of jobs
 * @param payload payload of each job
 * @param jobs how many in all
 */
record Filling(List<String> queues, String payload, int jobs) {

	static Filling of(int bytes, int jobs) {
		return new Filling(List.of(NoOp.QUEUE), NoOp.payload(bytes), jobs);
	}

	/** The same with another number of jobs. */
	Filling with(int otherJobs) {
		return new Filling(this.queues, this.payload, otherJobs);
	}

	void fill(Probe probe) {
		int each = this.jobs / this.queues.size();
		for (String queue : this.queues) {
			probe.fill(queue, this.payload, each);
		}
		probe.fill(this.queues.get(0), this.payload, this.jobs - each * this.queues.size());
	}

	long left(Probe probe) {
		return this.queues.stream().mapToLong(probe::queued).sum();
	}

}
