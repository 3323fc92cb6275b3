package io.resque.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.FailureStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ServerStore;

/**
 * One list of failed jobs. An entry is named by index and id together; when the list has
 * moved, it is found by its bytes, and when it is gone, nothing happens and the answer is
 * false.
 */
public final class FailureQueue {

	/** Name of the list for the jobs of all queues. */
	public static final String ALL = FailedEntry.FAILED;

	/** An entry may have megabytes. */
	private static final int CHUNK = 25;

	private final String name;

	private final FailureStore store;

	private final ServerStore server;

	private final Retries retries;

	private final ResqueJson json;

	private final FailedJobReader reader;

	FailureQueue(String name, FailureStore store, ServerStore server, ResqueJson json) {
		this.name = name;
		this.store = store;
		this.server = server;
		this.json = json;
		this.reader = new FailedJobReader(name, json);
		this.retries = new Retries(store, server, json);
	}

	/** Whether a list of failed jobs may have this name. */
	public static boolean isName(String name) {
		return FailedEntry.isFailureQueue(name);
	}

	/** {@code failed}, or {@code <queue>_failed}. */
	public String name() {
		return this.name;
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
	 * The newest entries of one job, as Ruby's {@code Failure.each} with a class. Reads
	 * the list, in parts, until there are enough.
	 * @param job name of the job
	 * @param limit most entries
	 * @return the entries, newest first
	 */
	public List<FailedJob> newestOf(String job, int limit) {
		List<FailedJob> found = new ArrayList<>();
		for (long end = count(); end > 0 && found.size() < limit; end -= CHUNK) {
			long from = Math.max(0, end - CHUNK);
			List<FailedJob> chunk = new ArrayList<>(read(from, end - from));
			Collections.reverse(chunk);
			chunk.stream().filter((failed) -> failed.name().equals(job)).forEach(found::add);
		}
		return List.copyOf(found.subList(0, Math.min(found.size(), Math.max(0, limit))));
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

	/** Searches this list, as {@link Failures#search}. */
	public FoundFailures search(FailureFilter filter, @Nullable FailureCursor from, int limit) {
		return new FailureSearch(this.store, this.json).search(Map.of(this.name, count()), filter, from, limit);
	}

	/** Counts in this list, as {@link Failures#count(FailureFilter, FailureCursor)}. */
	public CountedFailures count(FailureFilter filter, @Nullable FailureCursor from) {
		return new FailureSearch(this.store, this.json).count(Map.of(this.name, count()), filter, from);
	}

	/** The groups of this list, as {@link Failures#groups()}. */
	public FoundGroups groups() {
		return new GroupIndex(this.store, this.server, this.json).groups(Map.of(this.name, count()));
	}

	/** Does something with many failed jobs of this list, as {@link Failures#apply}. */
	public BulkProgress apply(BulkAction action, FailureFilter filter, @Nullable FailureCursor from,
			Predicate<BulkProgress> goOn) {
		return apply(BulkOrder.of(action, filter), from, goOn);
	}

	/** Does with failed jobs of this list what an order says. */
	public BulkProgress apply(BulkOrder order, @Nullable FailureCursor from, Predicate<BulkProgress> goOn) {
		return new FailureBulk(this.store, this.server, this.json, order).run(Map.of(this.name, count()), from, goOn);
	}

	/**
	 * An entry as a whole.
	 * @param index where the entry was seen
	 * @param id its id
	 * @return the entry, or null when it is gone
	 */
	public @Nullable WholeFailedJob whole(long index, String id) {
		StoredEntry entry = find(index, id);
		return (entry != null) ? WholeFailedJob.of(this.reader.read(entry), entry, this.json) : null;
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
		return entry != null && this.retries.requeue(entry, entry.payload());
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
		return entry != null && this.retries.requeueAndRemove(entry, entry.payload());
	}

	/** Retries with other args, as {@link Failures#requeueWith}. */
	public boolean requeueWith(long index, String id, List<? extends @Nullable Object> args) {
		StoredEntry entry = find(index, id);
		return entry != null && this.retries.requeue(entry, entry.payloadWith(args));
	}

	/** Retries and removes, as {@link Failures#requeueWithAndRemove}. */
	public boolean requeueWithAndRemove(long index, String id, List<? extends @Nullable Object> args) {
		StoredEntry entry = find(index, id);
		return entry != null && this.retries.requeueAndRemove(entry, entry.payloadWith(args));
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
		return this.retries.requeueAll((entry) -> true);
	}

	/** Removes all entries that were retried and answers how many. */
	public long clearRetried() {
		return removeAll(FailureFilter.ALL.withRetried(true));
	}

	/** Removes all entries and answers how many; none when the key is no list. */
	public long clear() {
		return Math.max(0, this.store.clear());
	}

	long requeueJobsOf(String queue) {
		return this.retries.requeueAll((entry) -> entry.isOfQueue(queue));
	}

	long removeJobsOf(String queue) {
		return removeAll(FailureFilter.ALL.withQueue(queue));
	}

	private long removeAll(FailureFilter filter) {
		return apply(BulkAction.REMOVE, filter, null, (progress) -> true).done();
	}

	private List<FailedJob> read(long from, long count) {
		return StoredEntry.read(this.store, from, count, this.json).stream().map(this.reader::read).toList();
	}

	private @Nullable StoredEntry find(long index, String id) {
		FailureStore.Found found = this.store.find(index, id);
		return (found != null) ? new StoredEntry(found.index(), found.entry(), this.json) : null;
	}

}
