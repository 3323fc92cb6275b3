package io.resque;

import org.jspecify.annotations.Nullable;

/**
 * Redis did not take a job, or it is not known whether it did.
 */
public class EnqueueException extends ResqueException {

	private final boolean outcomeUnknown;

	public EnqueueException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
		super(message, cause);
		this.outcomeUnknown = outcomeUnknown;
	}

	/**
	 * Whether the job may be on its queue although no answer came: enqueueing again may
	 * double it.
	 */
	public boolean isOutcomeUnknown() {
		return this.outcomeUnknown;
	}

}
