package io.resque.worker;

import io.resque.JobContext;
import io.resque.JobPerformer;

/**
 * Performs jobs in the threads of the slots.
 */
public final class ThreadJobRunner implements JobRunner, JobRunner.Place {

	private final JobPerformer performer;

	public ThreadJobRunner(JobPerformer performer) {
		this.performer = performer;
	}

	@Override
	public Place take() {
		return this;
	}

	@Override
	public void awaitPlace() {
	}

	@Override
	public boolean run(JobContext context, byte[] payload) throws Throwable {
		return this.performer.perform(context);
	}

	@Override
	public void release() {
	}

	/** As many as there are slots. */
	@Override
	public int capacity() {
		return Integer.MAX_VALUE;
	}

	/** No end to them. */
	@Override
	public int jobsLeft() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void start(Runnable changed) {
	}

	@Override
	public void stop() {
	}

}
