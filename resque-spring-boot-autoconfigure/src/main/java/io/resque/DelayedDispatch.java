package io.resque;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.redis.DelayedItem;
import io.resque.redis.DelayedMove;
import io.resque.redis.DelayedStore;
import io.resque.redis.DelayedStore.Moved;
import io.resque.redis.FailedEntry;
import io.resque.redis.ResqueRedis;
import io.resque.redis.Term;

/**
 * Brings delayed jobs to their queues. Hooks run first, then Redis moves the jobs in one
 * step, each at most once whoever else moves it: a crash in between leaves them where
 * they are. Nothing is lost on the way: what is no job is recorded as failed, and what a
 * hook or its queue refuses with an error waits another minute.
 */
public final class DelayedDispatch {

	private static final Duration POSTPONED = Duration.ofMinutes(1);

	/** The lock of the scheduler does not hold for ever. */
	private static final Duration PLANNING = Duration.ofSeconds(1);

	private final DelayedStore store;

	private final DelayedSearch search;

	private final JobCodec codec;

	private final CallerHooks hooks;

	/**
	 * Creates it.
	 * @param redis Redis
	 * @param registry knows the queues of jobs whose items have none
	 * @param codec reads items and writes payloads
	 * @param hooks hooks for all jobs
	 */
	public DelayedDispatch(ResqueRedis redis, JobRegistry registry, JobCodec codec, List<JobHooks> hooks) {
		this.store = new DelayedStore(redis);
		this.search = new DelayedSearch(this.store, registry, codec);
		this.codec = codec;
		this.hooks = new CallerHooks(hooks);
	}

	/**
	 * Brings items to their queues, or the first of them where hooks are slow.
	 * @param items at most {@value DelayedStore#BATCH}
	 * @param now the present time, by the clock of Redis
	 * @param term the term of the scheduler, asked after the hooks; null to do it without
	 * being the scheduler
	 * @param failures records what is no job
	 * @return what became of them; null when the term has ended and nothing was moved
	 */
	public @Nullable Dispatched dispatch(List<DelayedItem> items, Instant now, @Nullable Terms term,
			FailureEntry failures) {
		return dispatch(items, now, failures, (moves) -> move(moves, term));
	}

	/**
	 * Brings one item to its queue, without being the scheduler.
	 * @param item the item
	 * @param equal how many equal ones its second must have; with fewer it counts as gone
	 * @param now the present time
	 * @param failures records what is no job
	 * @return what became of it
	 */
	Dispatched dispatchOne(DelayedItem item, long equal, Instant now, FailureEntry failures) {
		Dispatched dispatched = dispatch(List.of(item), now, failures,
				(moves) -> List.of(this.store.moveOne(moves.get(0), equal)));
		if (dispatched == null) {
			throw new IllegalStateException("Without a term there is none to lose");
		}
		return dispatched;
	}

	private @Nullable Dispatched dispatch(List<DelayedItem> items, Instant now, FailureEntry failures, Mover mover) {
		List<Problem> problems = new ArrayList<>();
		List<Plan> plans = new ArrayList<>(items.size());
		long deadline = System.nanoTime() + PLANNING.toNanos();
		for (int i = 0; i < items.size() && (i == 0 || System.nanoTime() < deadline); i++) {
			plans.add(plan(items.get(i), now, failures, problems));
		}
		List<Moved> moved = mover.move(plans.stream().map(Plan::move).toList());
		if (moved == null) {
			return null;
		}
		List<DelayedMove> refused = new ArrayList<>();
		int enqueued = 0;
		for (int i = 0; i < moved.size(); i++) {
			Plan plan = plans.get(i);
			if (moved.get(i) == Moved.REFUSED) {
				refused.add(later(plan.move().item(), now));
				problems.add(new Problem(plan.job(), "the key of its queue is no list; it waits another minute", null,
						false));
			}
			else if (moved.get(i) == Moved.DONE && plan.move().place() == DelayedMove.Place.QUEUE) {
				enqueued++;
				tell(plan.job(), problems);
			}
		}
		return (refused.isEmpty() || mover.move(refused) != null) ? new Dispatched(plans.size(), enqueued, problems)
				: null;
	}

	private @Nullable List<Moved> move(List<DelayedMove> moves, @Nullable Terms terms) {
		Term term = (terms != null) ? terms.current() : null;
		return (terms != null && term == null) ? null : this.store.move(moves, term);
	}

	private Plan plan(DelayedItem item, Instant now, FailureEntry failures, List<Problem> problems) {
		Job job = null;
		try {
			job = this.search.job(item.bytes());
			if (job.queue().isEmpty()) {
				throw new DecodeException(
						"item has no queue, and no job is registered here under the name " + job.name(), null);
			}
			boolean wanted = this.hooks.mayEnqueueDelayed(job);
			if (!wanted) {
				problems.add(new Problem(job, "a hook does not let it go to its queue; it is given up", null, true));
			}
			return new Plan(job,
					wanted ? DelayedMove.toQueue(item, job.queue(),
							this.codec.encode(job.name(), job.args(), this.codec.trace(item.bytes())))
							: DelayedMove.nowhere(item));
		}
		catch (DecodeException ex) {
			problems.add(new Problem(job, "it is no job: " + ex.getMessage() + "; it was in delayed:" + item.second()
					+ ", and is recorded as failed", null, false));
			FailedEntry entry = failures.of(item.bytes(), ex);
			return new Plan(job, (entry != null) ? DelayedMove.toFailed(item, entry) : DelayedMove.nowhere(item));
		}
		catch (RuntimeException | Error ex) {
			problems.add(new Problem(job, "a hook failed; it waits another minute", ex, false));
			return new Plan(job, later(item, now));
		}
	}

	private static DelayedMove later(DelayedItem item, Instant now) {
		return DelayedMove.later(item, now.plus(POSTPONED).getEpochSecond());
	}

	private void tell(@Nullable Job job, List<Problem> problems) {
		try {
			if (job != null) {
				this.hooks.enqueued(job);
			}
		}
		catch (RuntimeException | Error ex) {
			problems.add(new Problem(job, "a hook failed after the job went to its queue", ex, false));
		}
	}

	@FunctionalInterface
	private interface Mover {

		@Nullable List<Moved> move(List<DelayedMove> moves);

	}

	/** Whether this process is the scheduler. */
	@FunctionalInterface
	public interface Terms {

		/** The present term; null when it has ended. */
		@Nullable Term current();

	}

	/** Records what is no job. */
	@FunctionalInterface
	public interface FailureEntry {

		/**
		 * Records an item that is no job.
		 * @param item the item
		 * @param problem why it is none
		 * @return the entry for a failed list, or null when none is wanted
		 */
		@Nullable FailedEntry of(byte[] item, DecodeException problem);

	}

	/**
	 * What became of items.
	 *
	 * @param handled how many of them were looked at
	 * @param enqueued how many are on their queues now
	 * @param problems what went wrong with others
	 */
	public record Dispatched(int handled, int enqueued, List<Problem> problems) {
	}

	/**
	 * Something that went wrong with a delayed job.
	 *
	 * @param job the job; null when the item is none
	 * @param reason what it was
	 * @param cause what was thrown, or null
	 * @param refused whether a hook just said no
	 */
	public record Problem(@Nullable Job job, String reason, @Nullable Throwable cause, boolean refused) {
	}

	private record Plan(@Nullable Job job, DelayedMove move) {
	}

}
