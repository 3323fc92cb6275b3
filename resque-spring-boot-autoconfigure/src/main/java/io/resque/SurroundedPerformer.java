package io.resque;

import java.util.List;

/**
 * Performs jobs with something around each run.
 */
public final class SurroundedPerformer extends JobPerformer {

	private final List<AroundRun> around;

	/**
	 * Creates a performer.
	 * @param registry the jobs of this application
	 * @param hooks hooks for all jobs, in their order
	 * @param around what is around each run, the outermost first
	 */
	public SurroundedPerformer(JobRegistry registry, List<JobHooks> hooks, List<AroundRun> around) {
		super(registry, hooks);
		this.around = around;
	}

	@Override
	public boolean perform(JobContext context) throws Throwable {
		return perform(0, context);
	}

	private boolean perform(int next, JobContext context) throws Throwable {
		return (next == this.around.size()) ? super.perform(context)
				: this.around.get(next).run(context, () -> perform(next + 1, context));
	}

}
