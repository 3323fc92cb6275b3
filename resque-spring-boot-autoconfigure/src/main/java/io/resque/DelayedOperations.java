package io.resque;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Finds, removes and starts delayed jobs, whoever delayed them (Ruby's resque-scheduler
 * shares their keys). Args are compared by meaning, so jobs in another program's encoding
 * are found too, and on any queue unless one is named; such a search reads all delayed
 * jobs. In inline mode, which delays nothing, nothing is removed or enqueued.
 */
public interface DelayedOperations {

	/**
	 * Moves the delayed jobs that are equal and on the queue of the class to another
	 * time, at once, also inside a transaction; or delays one if there is none (Ruby:
	 * {@code delay_or_enqueue_at}).
	 * @param due the new time
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments of {@code perform}
	 * @return how many are delayed or, when the time has come, enqueued now; 0 when a
	 * hook refused
	 */
	int delayOrEnqueue(Due due, Class<?> job, @Nullable Object... args);

	/**
	 * Removes delayed jobs of a class with equal args (Ruby: {@code remove_delayed},
	 * which looks on the queue of the class only).
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments; without any, only jobs without arguments
	 * @return how many were removed
	 */
	long remove(Class<?> job, @Nullable Object... args);

	/**
	 * Removes delayed jobs of a queue, with equal args (Ruby:
	 * {@code remove_delayed_in_queue}).
	 * @param queue the queue
	 * @param name the class name
	 * @param args the arguments
	 * @return how many were removed
	 */
	long removeFrom(String queue, String name, @Nullable Object... args);

	/**
	 * Removes delayed jobs of a queue by their exact bytes, as Ruby does: fast with any
	 * number of delayed jobs, but blind for other encodings of the same, and for jobs
	 * that carry a trace.
	 * @param queue the queue
	 * @param name the class name
	 * @param args the arguments
	 * @return how many were removed
	 */
	long removeExactly(String queue, String name, @Nullable Object... args);

	/**
	 * Removes jobs that are delayed to one second (Ruby:
	 * {@code remove_delayed_job_from_timestamp}).
	 * @param at the second
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 * @return how many were removed
	 */
	long removeAt(Instant at, Class<?> job, @Nullable Object... args);

	/**
	 * Removes the delayed jobs that match (Ruby: {@code remove_delayed_selection}).
	 * @param wanted which
	 * @return how many were removed
	 */
	long removeIf(Predicate<DelayedJob> wanted);

	/**
	 * Removes one delayed job, and no other that is equal (the button of Ruby's page);
	 * none when fewer equal ones are there than were seen.
	 * @param place where it was seen
	 * @return false when it was gone: it is looked for where it was seen, and among up to
	 * 10,000 jobs before that
	 */
	boolean remove(DelayedPlace place);

	/**
	 * Puts delayed jobs with equal args on their queues now (Ruby:
	 * {@code enqueue_delayed}).
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 * @return how many were put on a queue
	 */
	long enqueueNow(Class<?> job, @Nullable Object... args);

	/**
	 * Puts the delayed jobs that match on their queues now (Ruby:
	 * {@code enqueue_delayed_selection}).
	 * @param wanted which
	 * @return how many were put on a queue; those that a hook refused are dropped, those
	 * whose queue is unknown stay
	 */
	long enqueueNowIf(Predicate<DelayedJob> wanted);

	/**
	 * Puts one delayed job on its queue now, and no other that is equal.
	 * @param place where it was seen; it is looked for as in
	 * {@link #remove(DelayedPlace)}
	 * @return what became of it
	 * @throws ResqueException when a hook failed before it was on its queue, or the key
	 * of the queue is no list; it waits another minute then
	 */
	DelayedOutcome enqueueNow(DelayedPlace place);

	/**
	 * The delayed jobs that match, the next one first (Ruby:
	 * {@code find_delayed_selection}).
	 * @param wanted which
	 */
	List<DelayedJob> find(Predicate<DelayedJob> wanted);

	/**
	 * The job of a place; empty when it is gone.
	 * @param place where it was seen; it is looked for as in
	 * {@link #remove(DelayedPlace)}
	 */
	Optional<DelayedJob> find(DelayedPlace place);

	/**
	 * Searches for delayed jobs, the next one first. One call looks at a bounded stretch,
	 * about 10,000 jobs or 32 MB, and says so.
	 * @param filter which jobs are meant
	 * @param from where to go on, or a time; null to begin with the next one
	 * @param limit most jobs to find; the next call goes on behind the last one
	 * @return what was found, and where to go on
	 */
	FoundDelayed search(DelayedFilter filter, @Nullable DelayedCursor from, int limit);

	/**
	 * Searches for delayed jobs by whatever somebody knows of them; what it tells of many
	 * at once may come from elsewhere.
	 * @param wanted which jobs are meant, asked for some at a time
	 * @param from where to go on, or a time; null to begin with the next one
	 * @param limit most jobs to find; the next call goes on behind the last one
	 * @return what was found, and where to go on
	 */
	FoundDelayed search(DelayedMatcher wanted, @Nullable DelayedCursor from, int limit);

	/**
	 * When jobs with equal args are due, in order; one time for each job (Ruby:
	 * {@code scheduled_at}).
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 */
	List<Instant> scheduledAt(Class<?> job, @Nullable Object... args);

	/**
	 * Whether a job with equal args is delayed (Ruby: {@code delayed?}).
	 * @param job a class with {@link ResqueJob}
	 * @param args the arguments
	 */
	boolean isDelayed(Class<?> job, @Nullable Object... args);

	/**
	 * Seconds that have delayed jobs with the number of these, the next one first (Ruby:
	 * {@code delayed_queue_peek}, {@code delayed_timestamp_size}). A second may be empty
	 * for a while after its jobs were removed.
	 * @param start how many seconds to leave out
	 * @param count most seconds
	 */
	Map<Instant, Long> seconds(long start, long count);

	/** How many seconds have delayed jobs (Ruby: {@code delayed_queue_schedule_size}). */
	long countSeconds();

	/**
	 * A stretch of the jobs of a second (Ruby: {@code delayed_timestamp_peek}). What is
	 * no job stands there as one that is called undecodable, with its text.
	 * @param at the second
	 * @param start how many jobs to leave out
	 * @param count most jobs
	 */
	List<DelayedJob> peek(Instant at, long start, long count);

	/**
	 * The same for people to look at, each with its place.
	 * @param at the second
	 * @param start how many jobs to leave out
	 * @param count most jobs
	 */
	List<DelayedEntry> entries(Instant at, long start, long count);

	/** How many jobs are delayed (Ruby: {@code count_all_scheduled_jobs}). */
	long count();

	/**
	 * How many jobs are delayed to a second (Ruby: {@code delayed_timestamp_size}).
	 * @param at the second
	 */
	long count(Instant at);

	/**
	 * How many seconds with delayed jobs come before a time.
	 * @param at the time
	 */
	long countSecondsBefore(Instant at);

	/** The next second that has delayed jobs; it may have come already. */
	Optional<Instant> next();

	/**
	 * Removes all delayed jobs (Ruby: {@code reset_delayed_queue}).
	 * @return how many
	 */
	long reset();

	/**
	 * Removes delayed jobs, the next one first, until all are gone or somebody says that
	 * it is enough.
	 * @param goOn asked each time after up to 1,000 were removed
	 * @return how many were removed
	 */
	long reset(BooleanSupplier goOn);

}
