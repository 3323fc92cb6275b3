package io.resque;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Decides what has become of a job that threw, and runs the hooks at the end of a run:
 * all of them, also when one throws.
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
		Throwable failure = (stop != null) ? stop.exception(thrown) : thrown;
		List<Throwable> errors = new ArrayList<>();
		boolean shutdown = stop != null && stop.isForShutdown();
		context.notes().failed();
		boolean goesBack = shutdown && mayRunAgain(context.job());
		if (!goesBack) {
			Throwable cause = shutdown ? thrown : failure;
			run((hook) -> hook.onFailure(context, cause), errors);
		}
		run((hook) -> hook.always(context, failure), errors);
		if (!goesBack && !errors.isEmpty()) {
			throw additional(context.job(), failure, errors);
		}
		errors.forEach(failure::addSuppressed);
		return failure;
	}

	/**
	 * Ends a run in which nothing was thrown.
	 * @throws ResqueException when a hook threw
	 */
	void ended(JobContext context) {
		heed(context);
		List<Throwable> errors = new ArrayList<>();
		run((hook) -> hook.always(context, null), errors);
		if (!errors.isEmpty()) {
			context.notes().failed();
			ResqueException failure = new ResqueException(
					"Error (" + errors.get(0) + ") occurred in running always hooks for job " + context.job(),
					errors.get(0));
			errors.stream().skip(1).forEach(failure::addSuppressed);
			throw failure;
		}
	}

	/** The job has seen a request to stop: its interrupt is not for the hooks. */
	static @Nullable StopRequest heed(JobContext context) {
		StopRequest stop = context.stopRequest();
		if (stop != null) {
			Thread.interrupted();
		}
		return stop;
	}

	private boolean mayRunAgain(Job job) {
		return this.registry.find(job.name())
			.filter((definition) -> definition.onCrash() == OnCrash.REQUEUE)
			.isPresent();
	}

	private void run(Consumer<JobHooks> call, List<Throwable> errors) {
		for (JobHooks hook : this.hooks) {
			try {
				call.accept(hook);
			}
			catch (Throwable ex) {
				errors.add(ex);
			}
		}
	}

	private static ResqueException additional(Job job, Throwable failure, List<Throwable> errors) {
		ResqueException additional = new ResqueException("Additional error (" + errors.get(0)
				+ ") occurred in running failure hooks for job " + job + ", which failed because of " + failure,
				failure);
		errors.forEach(additional::addSuppressed);
		return additional;
	}

}
