package io.resque;

import java.util.List;

/**
 * Runs the failure hooks of a job: all of them, also when one throws.
 */
final class FailureHooks {

	private final List<JobHooks> hooks;

	FailureHooks(List<JobHooks> hooks) {
		this.hooks = hooks;
	}

	/**
	 * Runs them.
	 * @throws ResqueException when a hook threw; it names both errors
	 */
	void run(JobContext context, Throwable failure) {
		ResqueException additional = null;
		for (JobHooks hook : this.hooks) {
			try {
				hook.onFailure(context, failure);
			}
			catch (Throwable ex) {
				if (additional == null) {
					additional = new ResqueException(
							"Additional error (" + ex + ") occurred in running failure hooks for job " + context.job()
									+ ", which failed because of " + failure,
							failure);
				}
				additional.addSuppressed(ex);
			}
		}
		if (additional != null) {
			throw additional;
		}
	}

}
