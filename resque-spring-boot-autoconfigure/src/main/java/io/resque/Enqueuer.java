package io.resque;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.AroundEnqueue.Call;
import io.resque.AroundEnqueue.Enqueueing;

/**
 * Enqueues jobs, or delays them, with the hooks around both; performs them at once in
 * inline mode.
 */
final class Enqueuer {

	private final JobLookup jobs;

	private final CallerHooks hooks;

	private final QueuePush push;

	private final @Nullable InlineRun inline;

	private final List<AroundEnqueue> around;

	Enqueuer(JobLookup jobs, CallerHooks hooks, QueuePush push, @Nullable InlineRun inline,
			List<AroundEnqueue> around) {
		this.jobs = jobs;
		this.hooks = hooks;
		this.push = push;
		this.inline = inline;
		this.around = around;
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
		return this.around.isEmpty() ? enqueueAll(queue, name, argsOfJobs, Map.of()) : around(
				new Call(queue, name, argsOfJobs.size(), false), (trace) -> enqueueAll(queue, name, argsOfJobs, trace));
	}

	private int enqueueAll(String queue, String name, Collection<? extends List<? extends @Nullable Object>> argsOfJobs,
			Map<String, String> trace) {
		// A job that cannot be written is found before hooks ran and others are on their
		// queue.
		List<byte[]> payloads = argsOfJobs.stream().map((args) -> this.jobs.payload(name, args, trace)).toList();
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
		around(new Call(job.queue(), job.name(), 1, false), (trace) -> recreate(job, trace));
	}

	private int recreate(Job job, Map<String, String> trace) {
		deliver(Destination.queue(job.queue()), List.of(this.jobs.payload(job.name(), job.args(), trace)));
		return 1;
	}

	/** Delays a job, or enqueues it when its time has come. */
	boolean delay(Job job, Due due) {
		Names.queue(job.queue());
		Names.job(job.name());
		boolean later = this.inline == null && !due.hasCome();
		return around(new Call(job.queue(), job.name(), 1, later),
				(trace) -> delay(job, due, later, trace) ? 1 : 0) == 1;
	}

	private boolean delay(Job job, Due due, boolean later, Map<String, String> trace) {
		byte[] item = this.jobs.item(job, trace);
		if (!this.hooks.maySchedule(job, due.at())) {
			return false;
		}
		boolean accepted = true;
		if (later) {
			deliver(Destination.delayed(job.queue(), due), List.of(item));
		}
		else {
			accepted = enqueueAll(job.queue(), job.name(), List.of(job.args()), trace) == 1;
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

	/** The surroundings inside each other; what each wants carried is carried. */
	private int around(Call call, Enqueueing enqueueing) {
		Enqueueing inner = enqueueing;
		for (int i = this.around.size() - 1; i >= 0; i--) {
			AroundEnqueue around = this.around.get(i);
			Enqueueing next = inner;
			inner = (outer) -> around.enqueue(call, (trace) -> next.proceed(both(outer, trace)));
		}
		return inner.proceed(Map.of());
	}

	private static Map<String, String> both(Map<String, String> outer, Map<String, String> inner) {
		if (outer.isEmpty() || inner.isEmpty()) {
			return outer.isEmpty() ? inner : outer;
		}
		Map<String, String> both = new LinkedHashMap<>(outer);
		both.putAll(inner);
		return both;
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
