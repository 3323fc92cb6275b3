package io.resque.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads what goes on: queues, workers, totals. Foreign and broken data is shown as it is,
 * never an exception.
 */
public interface ResqueInspector {

	/** Namespace of the keys. */
	String namespace();

	/** The totals. */
	ResqueInfo info();

	/**
	 * All known queues by name, with their lengths; -1 where the key in Redis is no list.
	 */
	Map<String, Long> queueSizes();

	/** Length of a queue; -1 when its key is no list, null when it is not known. */
	@Nullable Long queueSize(String queue);

	/**
	 * When the heads of queues were enqueued, where their payloads say it, as those of
	 * ActiveJob do.
	 * @param queues names of the queues
	 * @return the times by queue; the others are missing
	 */
	Map<String, Instant> headTimes(List<String> queues);

	/**
	 * A stretch of a queue, oldest first.
	 * @param queue the queue
	 * @param start index of the first
	 * @param limit most jobs
	 * @return the jobs; empty when the queue is unknown or no list
	 */
	List<QueuedJob> jobs(String queue, long start, int limit);

	/**
	 * Removes one job of a queue, found where it was seen or from there towards the head,
	 * where it moves when others are taken.
	 * @param queue the queue
	 * @param index where it was seen
	 * @param id its id ({@link QueuedJob#id()})
	 * @param removals what {@link #removals} was before it was seen: after another
	 * removal an equal job might be taken for one that is gone, and nothing is removed
	 * @return false when it is not there any more, or another removal came first: nothing
	 * was changed
	 */
	boolean removeJob(String queue, long index, String id, long removals);

	/** How many jobs {@link #removeJob} has removed from a queue so far. */
	long removals(String queue);

	/** All registered workers, by id. */
	List<WorkerInfo> workers();

	/** One worker, or null when it is not registered. */
	@Nullable WorkerInfo worker(String id);

	/** The workers that work, longest first. */
	List<WorkerInfo> working();

	/** The worker processes of this library, by host; at most 1,000. */
	List<ProcessInfo> processes();

	/** One of them, or null when it is gone. */
	@Nullable ProcessInfo process(String id);

	/**
	 * Removes a worker from Redis; for one that is gone and cannot do so itself. False
	 * when it was not registered.
	 */
	boolean removeWorker(String id);

	/**
	 * Removes a queue with all its jobs and answers how many were dropped; -1 when the
	 * key was no list.
	 */
	long removeQueue(String queue);

	/** The keys of the namespace and what they hold. */
	StoredKeys keys();

	/**
	 * The numbers of the last minutes, as worker processes have noted them, oldest first;
	 * minutes are missing when there was no such process.
	 * @param minutes how many, a day at most
	 */
	List<HistorySample> history(int minutes);

	/** What the Redis server says of itself ({@code INFO}), sorted by name. */
	Map<String, String> redisInfo();

}
