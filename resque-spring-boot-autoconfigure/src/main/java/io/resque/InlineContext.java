package io.resque;

import org.jspecify.annotations.Nullable;

/**
 * The run of a job in the thread that enqueued it.
 *
 * @param job the job
 * @param notes its notes; nothing follows from them
 */
record InlineContext(Job job, RunNotes notes) implements JobContext {

	InlineContext(Job job) {
		this(job, new RunNotes());
	}

	@Override
	public byte[] payload() {
		return new byte[0];
	}

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
