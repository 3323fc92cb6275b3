package io.resque.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.ResqueException;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ServerStore;

/**
 * What an operator does with failed jobs. An entry is named by index and id together;
 * when the list has moved, it is found by its bytes, and when it is gone, nothing happens
 * and the answer is false.
 */
public final class Failures {

	private final FailureStore store;

	private final Retries retries;

	private final ResqueJson json;

	private final FailedJobReader reader;

	public Failures(FailureStore store, ServerStore server, JobCodec codec) {
		this.store = store;
		this.json = codec.json();
		this.reader = new FailedJobReader(this.json);
		this.retries = new Retries(store, server, this.json);
	}

	/** Number of entries. */
	public long count() {
		return RedisCallException.unlessWrongType(this.store::count, 0L);
	}

	/**
	 * A page of entries, newest first, over the whole list.
	 * @param start how many of the newest to leave out
	 * @param limit most entries
	 * @return the entries; empty texts that a crash of Ruby left are left out
	 */
	public List<FailedJob> newest(long start, int limit) {
		long end = count() - Math.max(0, start);
		long from = Math.max(0, end - Math.max(0, limit));
		List<FailedJob> page = new ArrayList<>(read(from, end - from));
		Collections.reverse(page);
		return page;
	}

	/**
	 * A stretch of entries, oldest first, as Ruby's {@code Failure.all}.
	 * @param start index of the first
	 * @param limit most entries
	 * @return the entries
	 */
	public List<FailedJob> oldest(long start, int limit) {
		return read(Math.max(0, start), limit);
	}

	/**
	 * Puts the job back on its queue and marks the entry as retried. No enqueue hooks
	 * run, as in Ruby.
	 * @param index where the entry was seen
	 * @param id its id
	 * @return false when the entry is gone
	 * @throws ResqueException when there is no queue or no job to put back
	 */
	public boolean requeue(long index, String id) {
		StoredEntry entry = find(index, id);
		return entry != null && this.retries.requeue(entry);
	}

	/**
	 * Puts the job back on its queue and removes the entry, in one step. No enqueue hooks
	 * run.
	 * @param index where the entry was seen
	 * @param id its id
	 * @return false when the entry is gone
	 * @throws ResqueException when there is no queue or no job to put back
	 */
	public boolean requeueAndRemove(long index, String id) {
		StoredEntry entry = find(index, id);
		return entry != null && this.retries.requeueAndRemove(entry);
	}

	/** Removes an entry; false when it is gone. */
	public boolean remove(long index, String id) {
		StoredEntry entry = find(index, id);
		return entry != null && this.store.remove(entry.index(), entry.bytes());
	}

	/**
	 * Puts the jobs of all entries that are there now and not yet retried back on their
	 * queues, oldest first, and answers how many. Entries without a queue or a job stay
	 * as they are.
	 */
	public long requeueAll() {
		return this.retries.requeueAll();
	}

	/** Removes all entries that were retried and answers how many. */
	public long clearRetried() {
		return this.retries.clearRetried();
	}

	/** Removes all entries. */
	public void clear() {
		this.store.clear();
	}

	private List<FailedJob> read(long from, long count) {
		return StoredEntry.read(this.store, from, count, this.json).stream().map(this.reader::read).toList();
	}

	private @Nullable StoredEntry find(long index, String id) {
		FailureStore.Found found = this.store.find(index, id);
		return (found != null) ? new StoredEntry(found.index(), found.entry(), this.json) : null;
	}

}
