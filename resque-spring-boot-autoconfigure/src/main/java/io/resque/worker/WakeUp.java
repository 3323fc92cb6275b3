package io.resque.worker;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.QueueWait;
import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;

/**
 * Waits for one queue to have a job: armed, or at rest until it is armed again. It rests
 * longer and longer while Redis refuses, and while jobs stay in the queue although it was
 * looked for them, because waiting ends at once then.
 */
final class WakeUp implements AutoCloseable {

	private static final Duration AT_ONCE = Duration.ofMillis(250);

	private static final Duration CONNECTING = Duration.ofSeconds(1);

	private static final Duration LONGEST_REST = Duration.ofSeconds(10);

	private static final Duration SHORTEST_PENALTY = Duration.ofSeconds(1);

	private static final Duration LONGEST_PENALTY = Duration.ofMinutes(1);

	private static final int PATIENCE = 2;

	private final QueueWait wait;

	private final BooleanSupplier hasJobs;

	private final Duration pollInterval;

	private final BooleanSupplier idle;

	private final Woken woken;

	private boolean armed;

	private boolean closed;

	private long armedAt = System.nanoTime();

	private long restUntil = this.armedAt;

	private int quickAnswers;

	private int stuck;

	private int failures;

	private @Nullable RedisCallException problem;

	/**
	 * Creates it, at rest.
	 * @param wait waits for the queue
	 * @param hasJobs whether there are jobs in the queue
	 * @param pollInterval the shortest rest
	 * @param idle whether to go on when nothing has come in time
	 * @param woken told when the queue has a job, or may have one
	 */
	WakeUp(QueueWait wait, BooleanSupplier hasJobs, Duration pollInterval, BooleanSupplier idle, Woken woken) {
		this.wait = wait;
		this.hasJobs = hasJobs;
		this.pollInterval = pollInterval;
		this.idle = idle;
		this.woken = woken;
	}

	/** Whether a job that comes to the queue wakes, now or when a connection is there. */
	synchronized boolean isArmed() {
		return this.armed && (this.wait.isConnected() || System.nanoTime() - this.armedAt < CONNECTING.toNanos());
	}

	/** Whether it is not yet certain that it wakes. */
	synchronized boolean isConnecting() {
		return this.armed && !this.wait.isConnected();
	}

	/** How long it still rests. */
	synchronized Duration rest() {
		return Duration.ofNanos(Math.max(0, this.restUntil - System.nanoTime()));
	}

	/** Begins to wait, unless it does, or has to rest; answers whether it waits. */
	boolean arm() {
		if (isAtRest() && isFruitless()) {
			restIfStuck();
		}
		synchronized (this) {
			if (this.armed || this.closed || System.nanoTime() - this.restUntil < 0) {
				return isArmed();
			}
			this.armed = true;
		}
		await();
		return isArmed();
	}

	private synchronized boolean isAtRest() {
		return !this.armed;
	}

	private synchronized boolean isFruitless() {
		return this.quickAnswers >= PATIENCE;
	}

	/**
	 * Another process may have been faster, again and again: then the queue is empty, and
	 * waiting costs nothing.
	 */
	private void restIfStuck() {
		boolean jobs = this.hasJobs.getAsBoolean();
		synchronized (this) {
			this.quickAnswers = jobs ? PATIENCE - 1 : 0;
			this.stuck = jobs ? this.stuck + 1 : 0;
			this.restUntil = System.nanoTime() + growing(this.pollInterval, this.stuck, LONGEST_REST).toNanos();
		}
	}

	/** A job of this queue was fetched: waking was worth it. */
	synchronized void fetched() {
		this.quickAnswers = 0;
		if (this.stuck > 0) {
			this.stuck = 0;
			this.restUntil = System.nanoTime();
		}
	}

	/** What does not work although it was tried again and again, or null. */
	synchronized @Nullable RedisCallException problem() {
		boolean refused = this.problem != null && this.problem.outcome() == Outcome.REFUSED;
		return (this.failures > (refused ? PATIENCE : 2 * PATIENCE)) ? this.problem : null;
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			this.armed = false;
		}
		this.wait.close();
	}

	/**
	 * Not all end in the same second, and all before the connection takes Redis for dead.
	 */
	private void await() {
		long longest = QueueWait.LONGEST.toMillis();
		long millis = ThreadLocalRandom.current().nextLong(longest * 2 / 3, longest);
		synchronized (this) {
			this.armedAt = System.nanoTime();
		}
		this.wait.forJob(Duration.ofMillis(millis)).whenComplete(this::ended);
	}

	private void ended(@Nullable Boolean job, @Nullable Throwable failure) {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			if (job == null) {
				failed(failure);
			}
			else {
				this.failures = 0;
				boolean quick = System.nanoTime() - this.armedAt < AT_ONCE.toNanos();
				this.quickAnswers = quick ? this.quickAnswers + 1 : 0;
			}
		}
		if (Boolean.TRUE.equals(job)) {
			this.woken.fetch(this.wait).whenComplete((again, ex) -> looked(Boolean.TRUE.equals(again)));
		}
		else if (!goOn(job != null && this.idle.getAsBoolean())) {
			this.woken.look();
		}
	}

	private void looked(boolean again) {
		goOn(again && !isFruitless());
		this.woken.look();
	}

	private boolean goOn(boolean again) {
		synchronized (this) {
			this.armed = again && !this.closed;
			if (!this.armed) {
				return false;
			}
		}
		await();
		return true;
	}

	/**
	 * A connection that was lost after a while is no reason not to open another at once.
	 */
	private void failed(@Nullable Throwable failure) {
		RedisCallException call = (failure instanceof RedisCallException known) ? known
				: new RedisCallException(Outcome.UNKNOWN, String.valueOf(failure), failure);
		long now = System.nanoTime();
		boolean worked = call.outcome() == Outcome.UNKNOWN && now - this.armedAt > AT_ONCE.toNanos();
		this.failures = worked ? 1 : this.failures + 1;
		this.problem = call;
		this.restUntil = now + growing(SHORTEST_PENALTY, this.failures, LONGEST_PENALTY).toNanos();
	}

	/** Nothing for the first, the shortest from the second, doubled for each more. */
	private static Duration growing(Duration shortest, int count, Duration longest) {
		if (count < PATIENCE) {
			return Duration.ZERO;
		}
		Duration grown = shortest.multipliedBy(1L << Math.min(count - PATIENCE, 10));
		return (grown.compareTo(longest) < 0) ? grown : (longest.compareTo(shortest) > 0) ? longest : shortest;
	}

	/** Who is woken. */
	interface Woken {

		/**
		 * The queue has a job: fetch it, in a thread that must not be held up.
		 * @param connection the connection that waited: it is free
		 * @return whether to wait on; in either case {@link #look} comes next
		 */
		CompletionStage<Boolean> fetch(QueueWait connection);

		/** Something has changed: look at the queues, or at what waits for them. */
		void look();

	}

}
