package io.resque.hook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.Due;
import io.resque.InvalidJobException;
import io.resque.Job;
import io.resque.JobContext;
import io.resque.JobDefinition;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.json.ResqueJson;

/**
 * Calls the annotated methods of job beans. A job that is not registered here, because
 * only another application performs it, has none.
 */
public final class AnnotatedHooks implements JobHooks {

	private final JobRegistry registry;

	private final ResqueJson json;

	private final Map<Class<?>, Map<HookKind, List<HookMethod>>> byType = new HashMap<>();

	/** Most jobs have none: the others shall not pay for it. */
	private final Set<HookKind> present = EnumSet.noneOf(HookKind.class);

	/**
	 * Finds the methods.
	 * @param registry the jobs
	 * @param json converts arguments
	 * @throws InvalidJobException when a method is no hook, or the order of two is not
	 * known
	 */
	public AnnotatedHooks(JobRegistry registry, ResqueJson json) {
		this.registry = registry;
		this.json = json;
		for (JobDefinition job : registry.all()) {
			this.byType.computeIfAbsent(job.type(), (type) -> new HookScanner(type).scan());
			this.present.addAll(this.byType.get(job.type()).keySet());
		}
	}

	@Override
	public boolean beforeEnqueue(Job job) {
		return allAgree(HookKind.BEFORE_ENQUEUE, job);
	}

	@Override
	public void afterEnqueue(Job job) {
		callAll(HookKind.AFTER_ENQUEUE, job);
	}

	@Override
	public boolean beforeSchedule(Job job, Instant at) {
		return allAgree(HookKind.BEFORE_SCHEDULE, job, Due.at(at));
	}

	@Override
	public void afterSchedule(Job job, Instant at) {
		callAll(HookKind.AFTER_SCHEDULE, job, Due.at(at));
	}

	@Override
	public void beforeDelayedEnqueue(Job job) {
		callAll(HookKind.BEFORE_DELAYED_ENQUEUE, job);
	}

	@Override
	public boolean beforeDequeue(Job job) {
		return allAgree(HookKind.BEFORE_DEQUEUE, job);
	}

	@Override
	public void afterDequeue(Job job) {
		callAll(HookKind.AFTER_DEQUEUE, job);
	}

	@Override
	public void beforePerform(JobContext context) {
		callAll(HookKind.BEFORE_PERFORM, context.job(), context);
	}

	@Override
	public void aroundPerform(JobContext context, Perform perform) throws Exception {
		around(hooks(HookKind.AROUND_PERFORM, context.job()), context, perform);
	}

	private void around(List<HookMethod> hooks, JobContext context, Perform perform) throws Exception {
		if (hooks.isEmpty()) {
			perform.proceed();
		}
		else {
			Perform inner = () -> around(hooks.subList(1, hooks.size()), context, perform);
			call(hooks.get(0), context.job(), context, inner);
		}
	}

	@Override
	public void afterPerform(JobContext context) {
		callAll(HookKind.AFTER_PERFORM, context.job(), context);
	}

	@Override
	public void onFailure(JobContext context, Throwable failure) {
		callEach(HookKind.ON_FAILURE, context, failure);
	}

	@Override
	public void always(JobContext context, @Nullable Throwable failure) {
		callEach(HookKind.ALWAYS, context, failure);
	}

	private boolean allAgree(HookKind kind, Job job, Object... given) {
		boolean agreed = true;
		for (HookMethod hook : hooks(kind, job)) {
			agreed &= !Boolean.FALSE.equals(call(hook, job, given));
		}
		return agreed;
	}

	private void callAll(HookKind kind, Job job, Object... given) {
		hooks(kind, job).forEach((hook) -> call(hook, job, given));
	}

	/** All that want to know of the failure, also when one throws. */
	private void callEach(HookKind kind, JobContext context, @Nullable Throwable failure) {
		List<Throwable> errors = new ArrayList<>();
		for (HookMethod hook : hooks(kind, context.job())) {
			try {
				if (hook.wants(failure)) {
					call(hook, context.job(), context, failure);
				}
			}
			catch (Throwable ex) {
				errors.add(ex);
			}
		}
		if (!errors.isEmpty()) {
			errors.stream().skip(1).forEach(errors.get(0)::addSuppressed);
			throw AnnotatedHooks.<RuntimeException>unchecked(errors.get(0));
		}
	}

	private List<HookMethod> hooks(HookKind kind, Job job) {
		return !this.present.contains(kind) ? List.of()
				: this.registry.find(job.name())
					.map((definition) -> this.byType.getOrDefault(definition.type(), Map.of()))
					.map((hooks) -> hooks.getOrDefault(kind, List.of()))
					.orElse(List.of());
	}

	/** Looked up for each call, as for the job itself. */
	private @Nullable Object call(HookMethod hook, Job job, @Nullable Object... given) {
		Object bean = this.registry.find(job.name()).map((definition) -> definition.method().bean()).orElseThrow();
		try {
			return hook.call(bean, job, this.json, given);
		}
		catch (Throwable ex) {
			throw AnnotatedHooks.<RuntimeException>unchecked(ex);
		}
	}

	/** A method may throw what hooks cannot declare, and gets it out unwrapped. */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E unchecked(Throwable ex) throws E {
		throw (E) ex;
	}

}
