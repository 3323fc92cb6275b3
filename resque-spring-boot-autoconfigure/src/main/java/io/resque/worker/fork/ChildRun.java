package io.resque.worker.fork;

import org.jspecify.annotations.Nullable;

import io.resque.Job;
import io.resque.JobContext;
import io.resque.RunNotes;
import io.resque.StopRequest;

/**
 * A run of a job in the child that performs it.
 */
final class ChildRun implements JobContext {

	private final Job job;

	private final Message order;

	private final ChildLink link;

	private final RunNotes notes = new RunNotes();

	private final Thread thread = Thread.currentThread();

	private volatile @Nullable StopRequest stopRequest;

	private boolean ended;

	ChildRun(Job job, Message order, ChildLink link) {
		this.job = job;
		this.order = order;
		this.link = link;
	}

	@Override
	public Job job() {
		return this.job;
	}

	@Override
	public byte[] payload() {
		return this.order.payload();
	}

	@Override
	public String workerId() {
		return this.order.text("worker");
	}

	@Override
	public long fencingToken() {
		return this.order.number("token");
	}

	/** Asks the parent, which keeps the lease. */
	@Override
	public boolean stillOwner() {
		return isRunning() && this.link.askOwner();
	}

	private synchronized boolean isRunning() {
		return !this.ended;
	}

	@Override
	public boolean possibleRerun() {
		return this.order.flag("rerun");
	}

	@Override
	public RunNotes notes() {
		return this.notes;
	}

	@Override
	public @Nullable StopRequest stopRequest() {
		return this.stopRequest;
	}

	/** Keeps the request and interrupts the job, unless it has ended. */
	synchronized void requestStop(StopRequest request) {
		if (!this.ended) {
			this.stopRequest = request;
			this.thread.interrupt();
		}
	}

	/** From here on no interrupt comes. */
	synchronized void end() {
		this.ended = true;
		Thread.interrupted();
	}

}
