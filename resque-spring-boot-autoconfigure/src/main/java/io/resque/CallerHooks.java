package io.resque;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The hooks that run in the thread of the caller. All of them run, whatever one of them
 * answers.
 */
final class CallerHooks {

	private final List<JobHooks> hooks;

	CallerHooks(List<JobHooks> hooks) {
		this.hooks = hooks;
	}

	boolean mayEnqueue(Job job) {
		return allAgree((hook) -> hook.beforeEnqueue(job));
	}

	void enqueued(Job job) {
		this.hooks.forEach((hook) -> hook.afterEnqueue(job));
	}

	boolean maySchedule(Job job, Instant at) {
		return allAgree((hook) -> hook.beforeSchedule(job, at));
	}

	void scheduled(Job job, Instant at) {
		this.hooks.forEach((hook) -> hook.afterSchedule(job, at));
	}

	boolean mayEnqueueDelayed(Job job) {
		this.hooks.forEach((hook) -> hook.beforeDelayedEnqueue(job));
		return mayEnqueue(job);
	}

	boolean mayDequeue(Job job) {
		return allAgree((hook) -> hook.beforeDequeue(job));
	}

	void dequeued(Job job) {
		this.hooks.forEach((hook) -> hook.afterDequeue(job));
	}

	private boolean allAgree(Predicate<JobHooks> question) {
		boolean agreed = true;
		for (JobHooks hook : this.hooks) {
			agreed &= question.test(hook);
		}
		return agreed;
	}

}
