package io.resque;

import java.util.List;

/**
 * Performs one job: finds it in the registry and calls it between its hooks.
 */
public final class JobPerformer {

	private final JobRegistry registry;

	private final List<JobHooks> hooks;

	public JobPerformer(JobRegistry registry, List<JobHooks> hooks) {
		this.registry = registry;
		this.hooks = List.copyOf(hooks);
	}

	/**
	 * Performs a job in this thread.
	 * @param context the run
	 * @return false when a hook left it unperformed
	 * @throws UnknownJobException when no job of the name is registered
	 * @throws Throwable what the job or a hook threw, after the failure hooks ran; when
	 * one of these threw too, a {@link ResqueException} that names both
	 */
	public boolean perform(JobContext context) throws Throwable {
		throw new UnsupportedOperationException(this.registry + " " + this.hooks);
	}

	/**
	 * Runs the failure hooks of a job that could not end by itself (dirty exit).
	 * @param context the run
	 * @param failure what to report
	 */
	public void failed(JobContext context, Throwable failure) {
		throw new UnsupportedOperationException();
	}

}
