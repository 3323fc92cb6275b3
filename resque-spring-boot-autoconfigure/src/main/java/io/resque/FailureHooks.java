package io.resque;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Decides what has become of a job that threw, and runs the failure hooks: all of them,
 * also when one throws.
 */
final class FailureHooks {

	private final JobRegistry registry;

	private final List<JobHooks> hooks;

	FailureHooks(JobRegistry registry, List<JobHooks> hooks) {
		this.registry = registry;
		this.hooks = hooks;
	}

	/**
	 * What a job has failed of that threw. One that stops because its worker does has not
	 * failed, unless it asks not to be run again.
	 * @throws ResqueException when a hook threw; it names both errors
	 */
	Throwable failed(JobContext context, Throwable thrown) {
		StopRequest stop = heed(context);
		if (stop == null || !stop.isForShutdown()) {
			Throwable failure = (stop != null) ? stop.exception(thrown) : thrown;
			run(context, failure);
			return failure;
		}
		boolean again = this.registry.find(context.job().name())
			.filter((definition) -> definition.onCrash() == OnCrash.REQUEUE)
			.isPresent();
		if (!again) {
			run(context, thrown);
		}
		return stop.exception(thrown);
	}

	/** The job has seen a request to stop: its interrupt is not for the hooks. */
	static @Nullable StopRequest heed(JobContext context) {
		StopRequest stop = context.stopRequest();
		if (stop != null) {
			Thread.interrupted();
		}
		return stop;
	}

	private void run(JobContext context, Throwable failure) {
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
