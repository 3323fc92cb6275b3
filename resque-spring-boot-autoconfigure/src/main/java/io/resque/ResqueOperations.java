package io.resque;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts jobs on queues and takes them off. Args are whatever JSON can say: null, booleans,
 * numbers, strings, lists, maps and what Jackson makes of records, enums and
 * {@code java.time}.
 * <p>
 * Inside a Spring transaction the enqueueing methods push at the commit, in the order of
 * the calls, and not at all after a rollback. A crash between the commit and the push
 * loses the job: that gap is theirs.
 * <p>
 * An enqueueing method that returns has Redis' word for the job; it throws
 * {@link EnqueueException} when Redis refused or the answer was lost.
 */
public interface ResqueOperations {

	/**
	 * Puts a job on the queue of its class.
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments of {@code perform}
	 * @return false when a {@link JobHooks#beforeEnqueue hook} kept it off the queue
	 * @throws UnknownJobException when the class is no job
	 * @throws NoQueueException when it has no queue
	 */
	boolean enqueue(Class<?> job, @Nullable Object... args);

	/**
	 * Puts a job on the queue of its name.
	 * @param name name or alias of a registered job
	 * @param args the arguments
	 * @return false when a hook kept it off the queue
	 * @throws UnknownJobException when the name is not registered here: its queue is
	 * unknown, use {@link #enqueueTo}
	 */
	boolean enqueue(String name, @Nullable Object... args);

	/**
	 * Puts a job on a given queue.
	 * @param queue the queue
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 * @return false when a hook kept it off the queue
	 */
	boolean enqueueTo(String queue, Class<?> job, @Nullable Object... args);

	/**
	 * Puts a job on a given queue, also one that only Ruby knows.
	 * @param queue the queue
	 * @param name the class name that the worker knows
	 * @param args the arguments
	 * @return false when a hook kept it off the queue
	 */
	boolean enqueueTo(String queue, String name, @Nullable Object... args);

	/**
	 * Puts many jobs of one class on its queue, one round trip for each 1,000.
	 * @param job a class with {@link ResqueJob}
	 * @param argsOfJobs the arguments of each job
	 * @return how many were put on the queue; less than given when a hook kept some off
	 */
	int enqueueAll(Class<?> job, Collection<? extends List<? extends @Nullable Object>> argsOfJobs);

	/**
	 * Puts many jobs of one name on a queue, one round trip for each 1,000.
	 * @param queue the queue
	 * @param name the class name
	 * @param argsOfJobs the arguments of each job
	 * @return how many were put on the queue
	 */
	int enqueueAllTo(String queue, String name, Collection<? extends List<? extends @Nullable Object>> argsOfJobs);

	/**
	 * Puts a job on its queue again, such as one that {@link #reserve} took: no hooks.
	 * @param job the job
	 */
	void recreate(Job job);

	/**
	 * The typed way: {@code later(Archive.class).perform(44, "master")} enqueues instead
	 * of performing. The class needs to be open for a proxy (no record, not final), the
	 * method a job; what it returns is null, zero or false. Trailing parameters that may
	 * be absent are left out of the payload when they are null or empty.
	 * @param <T> type of the job bean
	 * @param job a class with jobs
	 * @return a stand-in for the bean
	 */
	<T> T later(Class<T> job);

	/**
	 * {@link #later(Class)} for a call that is delayed:
	 * {@code later(Archive.class, in(5, MINUTES)).perform(44, "master")}.
	 * @param <T> type of the job bean
	 * @param job a class with jobs
	 * @param due when the job is due
	 * @return a stand-in for the bean
	 */
	<T> T later(Class<T> job, Due due);

	/**
	 * Delays a job: a scheduler puts it on the queue of its class when it is due, never
	 * before. A time that has come already enqueues at once.
	 * @param at the time
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments of {@code perform}
	 * @return false when a {@link JobHooks#beforeSchedule hook} refused
	 */
	boolean enqueueAt(Instant at, Class<?> job, @Nullable Object... args);

	/**
	 * Delays a job, which is put on a given queue when it is due.
	 * @param queue the queue
	 * @param at the time
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 * @return false when a hook refused
	 */
	boolean enqueueAtTo(String queue, Instant at, Class<?> job, @Nullable Object... args);

	/**
	 * Delays a job, also one that only Ruby knows.
	 * @param queue the queue
	 * @param at the time
	 * @param name the class name that the worker knows
	 * @param args the arguments
	 * @return false when a hook refused
	 */
	boolean enqueueAtTo(String queue, Instant at, String name, @Nullable Object... args);

	/**
	 * Delays a job from now on, as {@link #enqueueAt} does.
	 * @param delay how long; zero or less enqueues at once
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 * @return false when a hook refused
	 */
	default boolean enqueueIn(Duration delay, Class<?> job, @Nullable Object... args) {
		return enqueueAt(Due.in(delay).at(), job, args);
	}

	/**
	 * Delays a job from now on, as {@link #enqueueAtTo} does.
	 * @param queue the queue
	 * @param delay how long
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 * @return false when a hook refused
	 */
	default boolean enqueueInTo(String queue, Duration delay, Class<?> job, @Nullable Object... args) {
		return enqueueAtTo(queue, Due.in(delay).at(), job, args);
	}

	/**
	 * Delays a job from now on, as {@link #enqueueAtTo} does.
	 * @param queue the queue
	 * @param delay how long
	 * @param name the class name that the worker knows
	 * @param args the arguments
	 * @return false when a hook refused
	 */
	default boolean enqueueInTo(String queue, Duration delay, String name, @Nullable Object... args) {
		return enqueueAtTo(queue, Due.in(delay).at(), name, args);
	}

	/** The jobs that are delayed. */
	DelayedOperations delayed();

	/**
	 * Removes jobs from the queue of their class: without args all of the class,
	 * otherwise those with equal args. Args are compared by meaning, so jobs in another
	 * program's encoding are found too.
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 * @return how many were removed; 0 when a hook refused
	 */
	long dequeue(Class<?> job, @Nullable Object... args);

	/**
	 * Removes jobs from a queue, as {@link #dequeue(Class, Object...)} does.
	 * @param queue the queue
	 * @param name the class name
	 * @param args the arguments
	 * @return how many were removed
	 */
	long dequeueFrom(String queue, String name, @Nullable Object... args);

	/**
	 * Takes the oldest job off a queue (Ruby's {@code reserve}): nobody else performs it,
	 * nothing recovers it.
	 * @param queue the queue
	 * @return the job, or null when the queue is empty
	 * @throws DecodeException when what was taken is no job; it is put back first
	 */
	@Nullable Job reserve(String queue);

	/**
	 * Appends an item to a queue as it is, encoded as JSON: no hooks, no transaction.
	 * @param queue the queue
	 * @param item usually a map with {@code class} and {@code args}
	 */
	void push(String queue, Object item);

	/**
	 * Takes the oldest item off a queue for good.
	 * @param queue the queue
	 * @return the decoded item, or null when the queue is empty or the item is JSON's
	 * null
	 * @throws DecodeException when what was taken is no JSON; it is put back first
	 */
	@Nullable Object pop(String queue);

	/**
	 * Number of jobs on a queue.
	 * @param queue the queue
	 * @return its length
	 */
	long size(String queue);

	/**
	 * The oldest item of a queue, left where it is.
	 * @param queue the queue
	 * @return the decoded item, or null
	 */
	@Nullable Object peek(String queue);

	/**
	 * A stretch of a queue, oldest first, left where it is. What cannot be decoded stands
	 * there as its text.
	 * @param queue the queue
	 * @param start index of the first
	 * @param count most items
	 * @return the decoded items
	 */
	List<@Nullable Object> peek(String queue, long start, long count);

	/**
	 * Names of all known queues, sorted. An empty queue stays known until it is removed.
	 */
	List<String> queues();

	/** All known queues with their lengths; -1 where the key in Redis is no list. */
	Map<String, Long> queueSizes();

	/**
	 * The heads of all known queues.
	 * @param most most items of each
	 * @return name, length and oldest items of each queue
	 */
	Map<String, QueueSample> sampleQueues(long most);

	/**
	 * Makes a queue known before anything is on it.
	 * @param queue the queue
	 */
	void watchQueue(String queue);

	/**
	 * Removes a queue with all its jobs.
	 * @param queue the queue
	 * @return how many jobs were dropped; -1 when the key in Redis was no list
	 */
	long removeQueue(String queue);

}
