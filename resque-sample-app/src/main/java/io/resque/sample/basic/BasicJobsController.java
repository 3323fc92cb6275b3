package io.resque.sample.basic;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.resque.sample.web.EnqueuedJob;
import io.resque.sample.web.JobEnqueuer;

/**
 * Enqueues the jobs for programs: JSON in, JSON out.
 */
@RestController
@ResponseStatus(HttpStatus.ACCEPTED)
class BasicJobsController {

	private final JobEnqueuer jobs;

	BasicJobsController(JobEnqueuer jobs) {
		this.jobs = jobs;
	}

	@PostMapping(path = "/archives", consumes = MediaType.APPLICATION_JSON_VALUE)
	EnqueuedJob archive(@RequestBody ArchiveRequest request) {
		return this.jobs.enqueue(request);
	}

	@PostMapping(path = "/emails", consumes = MediaType.APPLICATION_JSON_VALUE)
	EnqueuedJob sendEmail(@RequestBody EmailRequest request) {
		return this.jobs.enqueue(request);
	}

	@PostMapping(path = "/caches", consumes = MediaType.APPLICATION_JSON_VALUE)
	EnqueuedJob warmCache(@RequestBody CacheRequest request) {
		return this.jobs.enqueue(request);
	}

	@PostMapping(path = "/failures", consumes = MediaType.APPLICATION_JSON_VALUE)
	EnqueuedJob fail(@RequestBody FailureRequest request) {
		return this.jobs.enqueue(request);
	}

}
