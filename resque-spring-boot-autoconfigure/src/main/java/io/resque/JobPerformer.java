package io.resque;

import java.util.List;

/**
 * Performs one job: finds it in the registry and calls it between its hooks.
 */
public class JobPerformer {

	private final JobRegistry registry;

	private final List<JobHooks> hooks;

	private final FailureHooks failureHooks;

	public JobPerformer(JobRegistry registry, List<JobHooks> hooks) {
		this.registry = registry;
		this.hooks = hooks;
		this.failureHooks = new FailureHooks(registry, hooks);
	}

	/**
	 * Performs a job in this thread.
	 * @param context the run
	 * @return false when a hook left it unperformed
	 * @throws UnknownJobException when no job of the name is registered
	 * @throws TermException when the job threw after it had reached its timeout or was
	 * killed
	 * @throws Throwable what the job or a hook threw, after the failure hooks ran; when
	 * one of these threw too, a {@link ResqueException} that names both
	 */
	public boolean perform(JobContext context) throws Throwable {
		boolean performed;
		try {
			performed = performBetweenHooks(context, method(context.job().name()));
		}
		catch (Throwable ex) {
			throw failed(context, ex);
		}
		this.failureHooks.ended(context);
		return performed;
	}

	private JobMethod method(String name) {
		return this.registry.find(name)
			.map(JobDefinition::method)
			.orElseThrow(() -> new UnknownJobException(
					"No job is registered under the name '" + name + "': no bean with @ResqueJob has it"));
	}

	private boolean performBetweenHooks(JobContext context, JobMethod method) throws Throwable {
		try {
			for (JobHooks hook : this.hooks) {
				hook.beforePerform(context);
			}
		}
		catch (SkipJobException ex) {
			return false;
		}
		boolean[] performed = new boolean[1];
		around(0, context, () -> {
			try {
				method.invoke(context);
				FailureHooks.heed(context);
			}
			catch (Throwable ex) {
				throw JobPerformer.<RuntimeException>unchecked(ex);
			}
			performed[0] = context.notes().again() == null;
		});
		if (context.notes().again() == null) {
			for (JobHooks hook : this.hooks) {
				hook.afterPerform(context);
			}
		}
		return performed[0];
	}

	/** The around hooks inside each other, the job in the middle. */
	private void around(int next, JobContext context, JobHooks.Perform job) throws Exception {
		if (next == this.hooks.size()) {
			job.proceed();
		}
		else {
			this.hooks.get(next).aroundPerform(context, () -> around(next + 1, context, job));
		}
	}

	/** A job may throw what hooks cannot declare, and gets it out unwrapped. */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E unchecked(Throwable ex) throws E {
		throw (E) ex;
	}

	/**
	 * What becomes of a job that did not end by itself, or threw: runs its failure hooks,
	 * unless it goes back to its queue.
	 * @param context the run
	 * @param thrown what it threw, or what its process ended with
	 * @return what it has failed of; a {@link TermException} when it was asked to stop
	 * @throws ResqueException when a hook threw; it names both errors
	 */
	public Throwable failed(JobContext context, Throwable thrown) {
		return this.failureHooks.failed(context, thrown);
	}

}
