package io.resque.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.ResqueException;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.FailureStore;
import io.resque.redis.ServerStore;

/**
 * What an operator does with failed jobs: with all of them, wherever they are. That is
 * the list {@code failed}, and the lists of single queues that Ruby's backend
 * {@code redis_multi_queue} or ours has written, whatever records failures here.
 */
public final class Failures {

	private final FailureStore store;

	private final ServerStore server;

	private final ResqueJson json;

	public Failures(FailureStore store, ServerStore server, JobCodec codec) {
		this.store = store;
		this.server = server;
		this.json = codec.json();
	}

	/**
	 * The names of the lists: {@code failed}, then {@code <queue>_failed} in byte order.
	 */
	public List<String> queues() {
		return List.copyOf(counts().keySet());
	}

	/**
	 * The lists with the numbers of their entries, in the order of {@link #queues()}; -1
	 * where the key is no list.
	 */
	public Map<String, Long> counts() {
		return this.store.counts();
	}

	/**
	 * One of the lists.
	 * @param failureQueue its name; it need not exist
	 * @throws ResqueException when no list of failed jobs can have this name
	 */
	public FailureQueue queue(String failureQueue) {
		if (!FailureQueue.isName(failureQueue)) {
			throw new ResqueException("'" + failureQueue
					+ "' is no list of failed jobs: it must be 'failed' or the name of a queue with '_failed' behind it");
		}
		return new FailureQueue(failureQueue, this.store.queue(failureQueue), this.server, this.json);
	}

	/** Number of entries. */
	public long count() {
		return counts().values().stream().mapToLong((count) -> Math.max(0, count)).sum();
	}

	/**
	 * A page of entries, list after list, newest first in each.
	 * @param start how many to leave out
	 * @param limit most entries
	 * @return the entries; empty texts that a crash of Ruby left are left out
	 */
	public List<FailedJob> newest(long start, int limit) {
		return page(start, limit, FailureQueue::newest);
	}

	/**
	 * A stretch of entries, list after list, oldest first in each.
	 * @param start how many to leave out
	 * @param limit most entries
	 * @return the entries
	 */
	public List<FailedJob> oldest(long start, int limit) {
		return page(start, limit, FailureQueue::oldest);
	}

	/**
	 * Searches for failed jobs, list after list, newest first in each. One call looks at
	 * a bounded stretch, about 20,000 entries or 64 MB, and says so.
	 * @param filter which failed jobs are meant
	 * @param from where to go on; null to begin with the newest
	 * @param limit most failed jobs to find; the next call goes on behind the last one
	 * @return what was found, and where to go on
	 */
	public FoundFailures search(FailureFilter filter, @Nullable FailureCursor from, int limit) {
		return new FailureSearch(this.store, this.json).search(counts(), filter, from, limit);
	}

	/**
	 * Counts failed jobs. One call looks at as much as a search does; the counts of the
	 * calls add up.
	 * @param filter which failed jobs are meant
	 * @param from where to go on; null to begin with the newest
	 * @return how many, and where to go on
	 */
	public CountedFailures count(FailureFilter filter, @Nullable FailureCursor from) {
		return new FailureSearch(this.store, this.json).count(counts(), filter, from);
	}

	/**
	 * The failed jobs by what they failed of, those of Ruby's workers too. A list is
	 * counted once, and then only what was appended; one call counts at most 5,000
	 * entries, worker processes count the rest from now on.
	 * @return the groups, as far as the lists were counted
	 */
	public FoundGroups groups() {
		return index().groups(counts());
	}

	/**
	 * Counts a stretch of each list for {@link #groups()}.
	 * @return whether there may be more
	 */
	public boolean countGroups() {
		return index().countAll(counts().keySet());
	}

	private GroupIndex index() {
		return new GroupIndex(this.store, this.server, this.json);
	}

	/**
	 * Retries or removes many failed jobs: those that are there now, in chunks of at most
	 * 500, each in one step but for the middle of a long list, newest chunk first, oldest
	 * job of a chunk first. What was retried already is not retried again, so that an
	 * action that was cancelled, or ended with an exception, can just be called again. An
	 * entry that somebody else changes at the same moment is left to them.
	 * @param action what to do
	 * @param filter which failed jobs are meant
	 * @param from where to go on; null to begin with the newest
	 * @param goOn called after each chunk; answers false to cancel
	 * @return how far it came; nothing is left when there is no place to go on
	 */
	public BulkProgress apply(BulkAction action, FailureFilter filter, @Nullable FailureCursor from,
			Predicate<BulkProgress> goOn) {
		return apply(BulkOrder.of(action, filter), from, goOn);
	}

	/**
	 * Retries or removes failed jobs as an order says, which can have a limit, and
	 * members for the payloads.
	 * @param order what to do
	 * @param from where to go on; null to begin with the newest
	 * @param goOn called after each chunk; answers false to cancel
	 * @return how far it came
	 */
	public BulkProgress apply(BulkOrder order, @Nullable FailureCursor from, Predicate<BulkProgress> goOn) {
		return new FailureBulk(this.store, this.server, this.json, order).run(counts(), from, goOn);
	}

	/**
	 * Puts the job back on its queue and marks the entry as retried. No enqueue hooks
	 * run, as in Ruby.
	 * @param failed the entry as it was seen
	 * @return false when the entry is gone
	 * @throws ResqueException when there is no queue or no job to put back
	 */
	public boolean requeue(FailedJob failed) {
		return queue(failed.failureQueue()).requeue(failed.index(), failed.id());
	}

	/**
	 * Puts the job back on its queue and removes the entry, in one step. No enqueue hooks
	 * run.
	 * @param failed the entry as it was seen
	 * @return false when the entry is gone
	 * @throws ResqueException when there is no queue or no job to put back
	 */
	public boolean requeueAndRemove(FailedJob failed) {
		return queue(failed.failureQueue()).requeueAndRemove(failed.index(), failed.id());
	}

	/**
	 * Reads args that somebody has typed.
	 * @param text a JSON array
	 * @return the args
	 * @throws InvalidArgsException when the text is no JSON array; the message says where
	 * it ends to be one
	 */
	public List<@Nullable Object> args(String text) {
		return FailureEntries.args(text, this.json);
	}

	/**
	 * Puts the job back on its queue with other args, and marks the entry as retried; the
	 * entry keeps the args that failed. Whatever else the payload has goes with it. No
	 * enqueue hooks run.
	 * @param failed the entry as it was seen
	 * @param args the args
	 * @return false when the entry is gone
	 * @throws ResqueException when there is no queue or no job to put back, or the args
	 * cannot be written as JSON
	 */
	public boolean requeueWith(FailedJob failed, List<? extends @Nullable Object> args) {
		return queue(failed.failureQueue()).requeueWith(failed.index(), failed.id(), args);
	}

	/**
	 * Puts the job back on its queue with other args and removes the entry, in one step.
	 * Whatever else the payload has goes with it. No enqueue hooks run.
	 * @param failed the entry as it was seen
	 * @param args the args
	 * @return false when the entry is gone
	 * @throws ResqueException when there is no queue or no job to put back, or the args
	 * cannot be written as JSON
	 */
	public boolean requeueWithAndRemove(FailedJob failed, List<? extends @Nullable Object> args) {
		return queue(failed.failureQueue()).requeueWithAndRemove(failed.index(), failed.id(), args);
	}

	/** Removes an entry; false when it is gone. */
	public boolean remove(FailedJob failed) {
		return queue(failed.failureQueue()).remove(failed.index(), failed.id());
	}

	/**
	 * Puts the jobs of all entries that are there now and not yet retried back on their
	 * queues, list after list, oldest first in each, and answers how many. Entries
	 * without a queue or a job stay as they are.
	 */
	public long requeueAll() {
		return inAll(FailureQueue::requeueAll);
	}

	/** Does the same with the failed jobs of one queue, in whichever list they are. */
	public long requeueQueue(String queue) {
		return ofQueue(queue, FailureQueue::requeueAll, (all) -> all.requeueJobsOf(queue));
	}

	/**
	 * Removes the failed jobs of one queue, in whichever list they are, and answers how
	 * many there were.
	 */
	public long removeQueue(String queue) {
		return ofQueue(queue, FailureQueue::clear, (all) -> all.removeJobsOf(queue));
	}

	/** Removes all entries that were retried and answers how many. */
	public long clearRetried() {
		return inAll(FailureQueue::clearRetried);
	}

	/** Removes all entries and answers how many there were. */
	public long clear() {
		return inAll(FailureQueue::clear);
	}

	private long inAll(ToLongFunction<FailureQueue> action) {
		return queues().stream().map(this::queue).mapToLong(action).sum();
	}

	private long ofQueue(String queue, ToLongFunction<FailureQueue> ofItsOwn, ToLongFunction<FailureQueue> ofAll) {
		String own = FailedEntry.failureQueue(queue);
		long count = ofAll.applyAsLong(queue(FailedEntry.FAILED));
		return own.equals(FailedEntry.FAILED) ? count : count + ofItsOwn.applyAsLong(queue(own));
	}

	private List<FailedJob> page(long start, int limit, Reading reading) {
		List<FailedJob> page = new ArrayList<>();
		long skipped = Math.max(0, start);
		int room = limit;
		for (Map.Entry<String, Long> list : counts().entrySet()) {
			long there = Math.max(0, list.getValue()) - skipped;
			if (there > 0 && room > 0) {
				page.addAll(reading.read(queue(list.getKey()), skipped, room));
				room -= (int) Math.min(room, there);
			}
			skipped = Math.max(0, -there);
		}
		return page;
	}

	@FunctionalInterface
	private interface Reading {

		List<FailedJob> read(FailureQueue list, long start, int limit);

	}

}
