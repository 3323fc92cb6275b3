package io.resque.inspect;

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

	/**
	 * A stretch of a queue, oldest first.
	 * @param queue the queue
	 * @param start index of the first
	 * @param limit most jobs
	 * @return the jobs; empty when the queue is unknown or no list
	 */
	List<QueuedJob> jobs(String queue, long start, int limit);

	/** All registered workers, by id. */
	List<WorkerInfo> workers();

	/** One worker, or null when it is not registered. */
	@Nullable WorkerInfo worker(String id);

	/** The workers that work, longest first. */
	List<WorkerInfo> working();

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

	/** What the Redis server says of itself ({@code INFO}), sorted by name. */
	Map<String, String> redisInfo();

}
