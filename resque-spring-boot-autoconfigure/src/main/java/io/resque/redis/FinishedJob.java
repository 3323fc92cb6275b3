package io.resque.redis;

import org.jspecify.annotations.Nullable;

/**
 * A job whose outcome is known.
 *
 * @param token its token
 * @param workerId the worker that performed it
 * @param failed whether it counts as failed
 * @param entry the entry for a failed list, or null
 * @param suspectDigest the digest of its payload when it was a suspect: it is none any
 * more
 * @param recorded whether a worker record may have been written for it
 * @param counted whether it counts as processed
 * @param aftermath what else is to happen in the same step, or null
 */
public record FinishedJob(long token, String workerId, boolean failed, @Nullable FailedEntry entry,
		@Nullable String suspectDigest, boolean recorded, boolean counted, @Nullable Aftermath aftermath) {

	/** The same, where a worker record may have been written. */
	public FinishedJob withRecord() {
		return new FinishedJob(token(), workerId(), failed(), entry(), suspectDigest(), true, counted(), aftermath());
	}

	/** Whether there is nothing to tell but that it was performed. */
	boolean plain() {
		return this.counted && !this.failed && !this.recorded && this.entry == null && this.suspectDigest == null
				&& this.aftermath == null;
	}

}
