package io.resque;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The hooks around enqueueing. They run in the thread of the caller, and all of them,
 * whatever one of them answers.
 */
public final class CallerHooks {

	private final List<JobHooks> hooks;

	public CallerHooks(List<JobHooks> hooks) {
		this.hooks = hooks;
	}

	boolean mayEnqueue(Job job) {
		return allAgree((hook) -> hook.beforeEnqueue(job));
	}

	/** After a job went to its queue. */
	public void enqueued(Job job) {
		this.hooks.forEach((hook) -> hook.afterEnqueue(job));
	}

	/** Whether a job may be delayed, or enqueued by a schedule. */
	public boolean maySchedule(Job job, Instant at) {
		return allAgree((hook) -> hook.beforeSchedule(job, at));
	}

	void scheduled(Job job, Instant at) {
		this.hooks.forEach((hook) -> hook.afterSchedule(job, at));
	}

	/** Whether a job that is due may go to its queue. */
	public boolean mayEnqueueDelayed(Job job) {
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
