package io.resque;

import org.jspecify.annotations.Nullable;

/**
 * The run of a job in the thread that enqueued it.
 *
 * @param job the job
 */
record InlineContext(Job job) implements JobContext {

	@Override
	public String workerId() {
		return "inline";
	}

	@Override
	public long fencingToken() {
		return 0;
	}

	@Override
	public boolean stillOwner() {
		return true;
	}

	@Override
	public boolean possibleRerun() {
		return false;
	}

	@Override
	public @Nullable StopRequest stopRequest() {
		return null;
	}

}
