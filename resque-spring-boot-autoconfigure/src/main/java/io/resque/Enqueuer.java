package io.resque;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Enqueues jobs, or delays them, with the hooks around both; performs them at once in
 * inline mode.
 */
final class Enqueuer {

	private final JobLookup jobs;

	private final CallerHooks hooks;

	private final QueuePush push;

	private final @Nullable InlineRun inline;

	Enqueuer(JobLookup jobs, CallerHooks hooks, QueuePush push, @Nullable InlineRun inline) {
		this.jobs = jobs;
		this.hooks = hooks;
		this.push = push;
		this.inline = inline;
	}

	boolean isInline() {
		return this.inline != null;
	}

	boolean enqueue(Job job) {
		return enqueueAll(job.queue(), job.name(), List.of(job.args())) == 1;
	}

	int enqueueAll(String queue, String name, Collection<? extends List<? extends @Nullable Object>> argsOfJobs) {
		Names.queue(queue);
		Names.job(name);
		// A job that cannot be written is found before hooks ran and others are on their
		// queue.
		List<byte[]> payloads = argsOfJobs.stream().map((args) -> this.jobs.payload(name, args)).toList();
		List<Job> accepted = new ArrayList<>();
		List<byte[]> acceptedPayloads = new ArrayList<>();
		Iterator<byte[]> payload = payloads.iterator();
		for (List<? extends @Nullable Object> args : argsOfJobs) {
			Job job = new Job(queue, name, Collections.unmodifiableList(args));
			byte[] bytes = payload.next();
			if (this.hooks.mayEnqueue(job)) {
				accepted.add(job);
				acceptedPayloads.add(bytes);
			}
		}
		deliver(Destination.queue(queue), acceptedPayloads);
		accepted.forEach(this.hooks::enqueued);
		return accepted.size();
	}

	/** Without hooks. */
	void recreate(Job job) {
		Names.queue(job.queue());
		Names.job(job.name());
		deliver(Destination.queue(job.queue()), List.of(this.jobs.payload(job.name(), job.args())));
	}

	/** Delays a job, or enqueues it when its time has come. */
	boolean delay(Job job, Due due) {
		Names.queue(job.queue());
		Names.job(job.name());
		byte[] item = this.jobs.item(job);
		if (!this.hooks.maySchedule(job, due.at())) {
			return false;
		}
		boolean accepted = true;
		if (this.inline != null || due.hasCome()) {
			accepted = enqueue(job);
		}
		else {
			deliver(Destination.delayed(job.queue(), due), List.of(item));
		}
		if (accepted) {
			this.hooks.scheduled(job, due.at());
		}
		return accepted;
	}

	/** Whether hooks let a job be delayed that is so already. */
	boolean mayDelay(Job job, Due due) {
		return this.hooks.maySchedule(job, due.at());
	}

	private void deliver(Destination destination, List<byte[]> payloads) {
		if (this.inline == null) {
			this.push.push(destination, payloads);
			return;
		}
		for (byte[] payload : payloads) {
			this.inline.perform(destination.queue(), payload);
		}
	}

}
