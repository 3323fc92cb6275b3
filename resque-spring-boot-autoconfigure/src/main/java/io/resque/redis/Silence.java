package io.resque.redis;

/**
 * Whether the other end of the connection is gone without a word. A call that times out
 * proves nothing, Redis may be busy; but one that was sent after that, and times out
 * although nothing was answered meanwhile, does.
 */
final class Silence {

	private volatile long answeredAt = System.nanoTime();

	private long noticedAt;

	private boolean noticed;

	/** Redis answered something, be it an error. */
	void answered() {
		this.answeredAt = System.nanoTime();
	}

	/**
	 * A call timed out; answers whether to leave the connection. Once for all calls that
	 * were on the way.
	 * @param sentAt when it was sent, by the monotonic clock
	 */
	synchronized boolean timedOut(long sentAt) {
		if (this.answeredAt - sentAt > 0) {
			return false;
		}
		boolean first = !this.noticed || this.answeredAt - this.noticedAt > 0;
		if (first) {
			this.noticed = true;
			this.noticedAt = System.nanoTime();
			return false;
		}
		boolean later = sentAt - this.noticedAt > 0;
		this.noticed = !later;
		return later;
	}

}
