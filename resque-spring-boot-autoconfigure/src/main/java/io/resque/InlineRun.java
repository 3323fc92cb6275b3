package io.resque;

/**
 * Performs jobs in the thread that enqueues them, with the args that a worker would read.
 */
final class InlineRun {

	private final JobPerformer performer;

	private final JobCodec codec;

	InlineRun(JobPerformer performer, JobCodec codec) {
		this.performer = performer;
		this.codec = codec;
	}

	void perform(String queue, byte[] payload) {
		Job job = this.codec.decode(queue, payload);
		try {
			this.performer.perform(new InlineContext(job));
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new ResqueException(job + " failed: " + ex, ex);
		}
	}

}
