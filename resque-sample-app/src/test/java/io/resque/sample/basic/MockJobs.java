package io.resque.sample.basic;

import java.util.List;

import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.OnCrash;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Makes mocks behave as if Redis took every job.
 */
final class MockJobs {

	private MockJobs() {
	}

	static void accept(ResqueOperations resque, JobRegistry registry) {
		given(resque.enqueue(any(Class.class), any(Object[].class))).willReturn(true);
		for (Class<?> type : List.of(Archive.class, SendEmailTask.class, WarmCache.class, FailingJob.class)) {
			String queue = type.getAnnotation(ResqueJob.class).queue();
			given(registry.of(type)).willReturn(List
				.of(new JobDefinition(type.getSimpleName(), queue, List.of(), OnCrash.REQUEUE, type, (context) -> {
				})));
		}
	}

}
