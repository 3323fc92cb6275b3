package io.resque;

/**
 * A job was asked to stop, as Ruby's {@code Resque::TermException}: thrown by
 * {@link JobContext#checkStop()}, and what becomes of a job that threw after it was asked
 * to stop.
 */
public final class TermException extends ResqueException {

	private final StopRequest request;

	TermException(StopRequest request) {
		super(request.message());
		this.request = request;
	}

	TermException(StopRequest request, String message) {
		super(message);
		this.request = request;
	}

	/** Stands where the job stood. */
	TermException(StopRequest request, Throwable thrown) {
		super(request.message(), thrown);
		this.request = request;
		setStackTrace(thrown.getStackTrace());
	}

	/** What the job was asked. */
	public StopRequest request() {
		return this.request;
	}

	/** Whether the job goes back to its queue, because its worker stops. */
	public boolean isForShutdown() {
		return this.request.isForShutdown();
	}

}
