package io.resque.sample.web;

import java.util.List;

import org.springframework.stereotype.Component;

import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.ResqueOperations;

/**
 * Enqueues what a request asks for.
 */
@Component
public class JobEnqueuer {

	private final ResqueOperations resque;

	private final JobRegistry registry;

	JobEnqueuer(ResqueOperations resque, JobRegistry registry) {
		this.resque = resque;
		this.registry = registry;
	}

	/**
	 * Enqueues a job.
	 * @param request what is asked for
	 * @return what was put on the queue
	 * @throws NotEnqueuedException when a hook kept it off the queue
	 */
	public EnqueuedJob enqueue(JobRequest request) {
		List<Object> args = request.args();
		if (!this.resque.enqueue(request.job(), args.toArray())) {
			throw new NotEnqueuedException(request.job().getSimpleName());
		}
		JobDefinition definition = this.registry.of(request.job()).get(0);
		return new EnqueuedJob(String.valueOf(definition.queue()), definition.name(), args);
	}

}
