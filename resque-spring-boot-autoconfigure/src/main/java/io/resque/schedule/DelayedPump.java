package io.resque.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.resque.DecodeException;
import io.resque.DelayedDispatch;
import io.resque.DelayedDispatch.Dispatched;
import io.resque.DelayedDispatch.Terms;
import io.resque.event.ResqueEvents;
import io.resque.event.ScheduleEvent;
import io.resque.failure.FailureRecorder;
import io.resque.failure.JobFailure;
import io.resque.redis.DelayedItems;
import io.resque.redis.DelayedStore;
import io.resque.redis.FailedEntry;

/**
 * Brings delayed jobs to their queues when they are due by the clock of Redis.
 */
final class DelayedPump {

	/** What the failed list says of an item that has no queue. */
	private static final String NO_QUEUE = "delayed";

	private final DelayedStore store;

	private final DelayedDispatch dispatch;

	private final FailureRecorder failures;

	private final ResqueEvents events;

	private final Clock clock;

	private final String holder;

	/**
	 * Creates a pump.
	 * @param store reads delayed jobs
	 * @param dispatch brings them to their queues
	 * @param failures records what is no job
	 * @param events where to announce
	 * @param clock time of failures
	 * @param holder {@code host:pid} of this process
	 */
	DelayedPump(DelayedStore store, DelayedDispatch dispatch, FailureRecorder failures, ResqueEvents events,
			Clock clock, String holder) {
		this.store = store;
		this.dispatch = dispatch;
		this.failures = failures;
		this.events = events;
		this.clock = clock;
		this.holder = holder;
	}

	/**
	 * Moves what is due.
	 * @param terms as whom
	 * @param atMost how long it may take; the rest stays for the next call
	 * @return what was found
	 */
	Pumped run(Terms terms, Duration atMost) {
		long deadline = System.nanoTime() + atMost.toNanos();
		while (true) {
			DelayedItems due = this.store.due();
			long readAt = System.nanoTime();
			if (due.items().isEmpty()) {
				return new Pumped(false, due.now(), readAt);
			}
			Dispatched dispatched = this.dispatch.dispatch(due.items(), due.now(), terms, this::entry);
			if (dispatched == null) {
				return new Pumped(true, due.now(), readAt);
			}
			if (dispatched.enqueued() > 0) {
				this.events.announce(new ScheduleEvent.DelayedEnqueued(dispatched.enqueued()));
			}
			dispatched.problems()
				.forEach((problem) -> this.events
					.announce(new ScheduleEvent.DelayedProblem(problem.job(), problem.reason(), problem.cause())));
			if (System.nanoTime() > deadline) {
				return new Pumped(true, due.now(), readAt);
			}
		}
	}

	private @Nullable FailedEntry entry(byte[] item, DecodeException problem) {
		return this.failures
			.record(JobFailure.of(NO_QUEUE, item, problem, this.holder + ":" + NO_QUEUE, this.clock.instant()));
	}

	/**
	 * What a run has found.
	 *
	 * @param more whether to look again at once: there may be more that is due, or the
	 * term has ended
	 * @param now the time of Redis at the last look
	 * @param nanoTime when that was by the clock of this JVM
	 */
	record Pumped(boolean more, Instant now, long nanoTime) {

		/** How long until the next second begins by the clock of Redis. */
		Duration untilNextSecond() {
			long sinceSecond = this.now.getNano() + (System.nanoTime() - this.nanoTime);
			return Duration.ofNanos(Math.max(0, 1_000_000_000L - sinceSecond));
		}

	}

}
