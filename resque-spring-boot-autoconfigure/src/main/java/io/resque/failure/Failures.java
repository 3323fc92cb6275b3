package io.resque.failure;

import java.util.List;

import io.resque.JobCodec;
import io.resque.redis.FailureStore;
import io.resque.redis.ServerStore;

/**
 * What an operator does with failed jobs. An entry is named by index and id together; when the list has moved, it is
 * found by its bytes, and when it is gone, nothing happens and the answer is false.
 */
public final class Failures {

	private final FailureStore store;

	private final ServerStore server;

	private final JobCodec codec;

	public Failures(FailureStore store, ServerStore server, JobCodec codec) {
		this.store = store;
		this.server = server;
		this.codec = codec;
	}

	/** Number of entries. */
	public long count() {
		return this.store.count();
	}

	/**
	 * A page of entries, newest first, over the whole list.
	 * @param start how many of the newest to leave out
	 * @param limit most entries
	 * @return the entries; empty texts that a crash of Ruby left are left out
	 */
	public List<FailedJob> newest(long start, int limit) {
		throw new UnsupportedOperationException(this.codec + " " + this.server);
	}

	/**
	 * A stretch of entries, oldest first, as Ruby's {@code Failure.all}.
	 * @param start index of the first
	 * @param limit most entries
	 * @return the entries
	 */
	public List<FailedJob> oldest(long start, int limit) {
		throw new UnsupportedOperationException();
	}

	/** Puts the job back on its queue and marks the entry as retried; false when the entry is gone. */
	public boolean requeue(long index, String id) {
		throw new UnsupportedOperationException();
	}

	/** Puts the job back on its queue and removes the entry, in one step; false when the entry is gone. */
	public boolean requeueAndRemove(long index, String id) {
		throw new UnsupportedOperationException();
	}

	/** Removes an entry; false when it is gone. */
	public boolean remove(long index, String id) {
		throw new UnsupportedOperationException();
	}

	/** Puts the jobs of all entries that are there now and not yet retried back on their queues and answers how many. */
	public long requeueAll() {
		throw new UnsupportedOperationException();
	}

	/** Removes all entries that were retried and answers how many. */
	public long clearRetried() {
		throw new UnsupportedOperationException();
	}

	/** Removes all entries. */
	public void clear() {
		this.store.clear();
	}

}
