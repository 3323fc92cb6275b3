package io.resque.worker.fork;

import java.util.List;

import io.resque.JobContext;
import io.resque.JobPerformer;
import io.resque.WorkerHooks;

/**
 * Performs a job on the two sides of a fork, with the hooks that belong to each.
 */
public final class ForkPerformer {

	private final JobPerformer performer;

	private final List<WorkerHooks> hooks;

	public ForkPerformer(JobPerformer performer, List<WorkerHooks> hooks) {
		this.performer = performer;
		this.hooks = hooks;
	}

	/**
	 * In the parent, before the job is handed over.
	 * @throws Throwable what a hook threw, after the failure hooks ran
	 */
	void beforeFork(JobContext context) throws Throwable {
		try {
			for (WorkerHooks hook : this.hooks) {
				hook.beforeFork(context);
			}
		}
		catch (Throwable ex) {
			throw failed(context, ex);
		}
	}

	/**
	 * In the child.
	 * @return false when a hook left the job unperformed
	 * @throws Throwable what a hook or the job threw, after the failure hooks ran
	 */
	boolean perform(JobContext context) throws Throwable {
		try {
			for (WorkerHooks hook : this.hooks) {
				hook.afterFork(context);
			}
		}
		catch (Throwable ex) {
			throw failed(context, ex);
		}
		return this.performer.perform(context);
	}

	/** What becomes of a job that could not end by itself; runs its failure hooks. */
	Throwable failed(JobContext context, Throwable thrown) {
		return this.performer.failed(context, thrown);
	}

}
