package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * All Redis keys of one namespace. What Ruby's Resque knows has Ruby's name; what is ours
 * lives under {@code <namespace>:spring:}. A namespace with a hash tag ({@code {resque}})
 * keeps all keys in one slot of a Redis Cluster.
 */
public final class Keyspace {

	private final String namespace;

	public Keyspace(String namespace) {
		this.namespace = namespace;
	}

	/** Namespace without the colon, such as {@code resque}. */
	public String namespace() {
		return this.namespace;
	}

	/** String. Prefix of every key, with its colon, for scripts to build keys from. */
	byte[] prefix() {
		return key("");
	}

	/** String. Prefix of the queue lists. */
	byte[] queuePrefix() {
		return key("queue:");
	}

	/** Set of the queue names. */
	byte[] queues() {
		return key("queues");
	}

	/** List of the payloads of one queue, oldest first. */
	byte[] queue(String queue) {
		return key("queue:" + queue);
	}

	/** Set of the worker ids. */
	byte[] workers() {
		return key("workers");
	}

	/** String: JSON of what the worker works on. */
	byte[] worker(String id) {
		return key("worker:" + id);
	}

	/** String: when the worker started. */
	byte[] workerStarted(String id) {
		return key("worker:" + id + ":started");
	}

	/** Hash from worker id to the time of its last heartbeat. */
	byte[] heartbeats() {
		return key("workers:heartbeat");
	}

	/** String with expiry: who prunes. */
	byte[] pruning() {
		return key("pruning_dead_workers_in_progress");
	}

	/** String: {@code true} while all workers are paused. */
	byte[] pauseAllWorkers() {
		return key("pause-all-workers");
	}

	/** What the keys of paused queues begin with. */
	byte[] queuePausePrefix() {
		return queuePause("");
	}

	/** Any value: the queue is paused (resque-pause). */
	byte[] queuePause(String queue) {
		return key("pause:queue:" + queue);
	}

	/** Set of the names of jobs that are paused. */
	byte[] pausedJobs() {
		return key("spring:paused-jobs");
	}

	/** Set of the places of jobs that went aside because their kind is paused. */
	byte[] aside() {
		return key("spring:aside");
	}

	/** What the keys of the lists of such places begin with. */
	byte[] asidePrefix() {
		return aside("");
	}

	/** List: what is aside at {@code <length of the name>:<name><queue>}. */
	byte[] aside(String place) {
		return key("spring:aside:" + place);
	}

	/** List of failed entries, oldest first: {@code failed}, or that of one queue. */
	byte[] failureQueue(String name) {
		return key(name);
	}

	/** Set of the names of the lists of failed entries that one queue has. */
	byte[] failureQueues() {
		return key("failed_queues");
	}

	/** Hash with expiry: groups of a list of failed entries. */
	byte[] failureGroups(String name) {
		return key("spring:groups:" + name);
	}

	/** Hash from the id of a canary retry to its phase. */
	byte[] canaries() {
		return key("spring:canaries");
	}

	/** Hash with expiry: plan and progress of a canary retry. */
	byte[] canary(String id) {
		return key("spring:canary:" + id);
	}

	/**
	 * String: how often a job was tried, 0 after the first failure (resque-retry).
	 * @param identity the job, without blanks
	 */
	byte[] retryCounter(String identity) {
		return key("resque-retry:" + identity);
	}

	/** String with expiry: entry of a failure that is being retried (resque-retry). */
	byte[] retriedFailure(String identity) {
		return key("failure-resque-retry:" + identity);
	}

	/** String with expiry: JSON of the earlier failures of a job that is retried. */
	byte[] retryHistory(String identity) {
		return key("spring:retry:" + identity);
	}

	/** Sorted set of the seconds that have delayed jobs, each with itself as score. */
	byte[] delayedSeconds() {
		return key("delayed_queue_schedule");
	}

	/** List of the items delayed to a second. */
	byte[] delayed(long second) {
		return key("delayed:" + second);
	}

	/**
	 * Set of the places ({@code delayed:<second>}, without namespace) of an item that is
	 * delayed.
	 */
	byte[] delayedPlaces(byte[] item) {
		byte[] head = key("timestamps:");
		byte[] key = Arrays.copyOf(head, head.length + item.length);
		System.arraycopy(item, 0, key, head.length, item.length);
		return key;
	}

	/** Hash from the name of a schedule to when it was last enqueued, as in Ruby. */
	byte[] lastEnqueued() {
		return key("delayed:last_enqueued_at");
	}

	/** Hash from the name of a schedule to the JSON of its settings. */
	byte[] persistentSchedules() {
		return key("persistent_schedules");
	}

	/** Set of the names of schedules that have changed since the scheduler looked. */
	byte[] schedulesChanged() {
		return key("schedules_changed");
	}

	/**
	 * String with expiry: {@code host:pid} of the scheduler. Ruby's key has the namespace
	 * twice.
	 * @param prefix what {@code RESQUE_SCHEDULER_MASTER_LOCK_PREFIX} is in Ruby; empty
	 * for none
	 */
	byte[] schedulerLock(String prefix) {
		return key(this.namespace + ":" + (prefix.isEmpty() ? "" : prefix + ":") + "resque_scheduler_master_lock");
	}

	/** Hash with term and holder of the last scheduler of ours with such a lock. */
	byte[] lastScheduler(String prefix) {
		return key("spring:scheduler" + (prefix.isEmpty() ? "" : ":" + prefix));
	}

	/** Hash from the name of a schedule to its rhythm and its next occurrence. */
	byte[] scheduleStates() {
		return key("spring:schedules:next");
	}

	/** Set of the names of schedules that are paused. */
	byte[] pausedSchedules() {
		return key("spring:schedules:paused");
	}

	/** Hash from the name of a schedule to the application that declares it. */
	byte[] declaredSchedules() {
		return key("spring:schedules:declared");
	}

	/** List of the last occurrences of a schedule, newest first. */
	byte[] scheduleHistory(String name) {
		return key("spring:schedule:" + name + ":history");
	}

	/** String: a counter ({@code processed}, {@code failed}). */
	byte[] stat(String name) {
		return key("stat:" + name);
	}

	/** String: a counter of one worker. */
	byte[] stat(String name, String workerId) {
		return key("stat:" + name + ":" + workerId);
	}

	/** Hash from queue to how many jobs people have removed from it one by one. */
	byte[] removals() {
		return key("spring:removed");
	}

	/** List with expiry: the numbers of the last minutes, newest first. */
	byte[] history() {
		return key("spring:history");
	}

	/** Sorted set from process id to the end of its lease, in milliseconds. */
	byte[] leases() {
		return key("spring:leases");
	}

	/** Sorted set from the id of a dead process to when that was declared, in ms. */
	byte[] deadProcesses() {
		return key("spring:dead");
	}

	/** String: the last token given to a job in flight. */
	byte[] tokens() {
		return key("spring:tokens");
	}

	/** Hash from token to the job that the process has fetched and not acknowledged. */
	byte[] inFlight(String processId) {
		return key("spring:inflight:" + processId);
	}

	/** Hash from token to what a recoverer does with the started job. */
	byte[] startMarks(String processId) {
		return key("spring:started:" + processId);
	}

	/** Hash with what is known of a process: host, pid, start. */
	byte[] process(String processId) {
		return key("spring:process:" + processId);
	}

	/** Set of the worker ids of a process. */
	byte[] processWorkers(String processId) {
		return key("spring:process:" + processId + ":workers");
	}

	/** Sorted set from the digest of a suspect to the end of the suspicion. */
	byte[] suspects() {
		return key("spring:suspects");
	}

	/** Hash from the digest of a suspect to the trail of its crashes. */
	byte[] crashTrails() {
		return key("spring:crashes");
	}

	/** Pub/sub channel for orders to all worker processes. */
	byte[] controlChannel() {
		return key("spring:control");
	}

	private byte[] key(String name) {
		return bytes(this.namespace + ":" + name);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
