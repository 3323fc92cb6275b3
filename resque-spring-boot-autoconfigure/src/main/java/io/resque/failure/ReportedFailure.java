package io.resque.failure;

import java.util.List;

/**
 * What became of a job in another process, as that process or the operating system
 * reports it.
 */
public final class ReportedFailure extends Exception {

	/** Ruby's name for the end of a process that had a job. */
	public static final String DIRTY_EXIT = "Resque::DirtyExit";

	private final String exception;

	private final List<String> backtrace;

	private final boolean counted;

	private ReportedFailure(String exception, String error, List<String> backtrace, boolean counted) {
		super(error, null, false, false);
		this.exception = exception;
		this.backtrace = List.copyOf(backtrace);
		this.counted = counted;
	}

	/**
	 * The job threw.
	 * @param exception name of the exception
	 * @param error its message
	 * @param backtrace its frames
	 * @return the failure
	 */
	public static ReportedFailure of(String exception, String error, List<String> backtrace) {
		return new ReportedFailure(exception, error, backtrace, true);
	}

	/**
	 * The process ended, and its job with it.
	 * @param error how it ended
	 * @param counted whether it counts as a failed job: Ruby does not count a process
	 * that a signal ended
	 * @return the failure
	 */
	public static ReportedFailure dirtyExit(String error, boolean counted) {
		return new ReportedFailure(DIRTY_EXIT, error, List.of(), counted);
	}

	/** Name of the exception. */
	public String exception() {
		return this.exception;
	}

	/** Frames of the exception. */
	public List<String> backtrace() {
		return this.backtrace;
	}

	/** Whether {@code stat:failed} counts it. */
	public boolean counted() {
		return this.counted;
	}

	@Override
	public String toString() {
		return this.exception + ": " + getMessage();
	}

}
