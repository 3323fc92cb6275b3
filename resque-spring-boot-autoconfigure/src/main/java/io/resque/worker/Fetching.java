package io.resque.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.resque.event.ResqueEvents;
import io.resque.redis.QueueWait;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;

/**
 * All that fetches for one pool: its loop, and what waits for jobs while there are none.
 */
final class Fetching implements Loop.Duty, WakeUp.Woken {

	private final Pool pool;

	private final Probation probation;

	private final WakeUps wakeUps;

	private final FetchLoop duty;

	private final Loop loop;

	/** One fetch at a time: that of the loop, or that of a wake-up. */
	private final Semaphore turn = new Semaphore(1);

	private final long madeAt = System.nanoTime();

	/** When the last look began that found the queues empty. */
	private volatile long emptyAt = this.madeAt;

	private boolean ended;

	/**
	 * Creates it.
	 * @param pool the pool to fetch for
	 * @param stores queues and jobs in flight
	 * @param gate what must hold before anything is fetched
	 * @param connections number of queues to wait for
	 * @param outage told when Redis does not work
	 * @param events where to announce
	 */
	Fetching(Pool pool, WorkerStores stores, FetchGate gate, int connections, Outage outage, ResqueEvents events) {
		this.pool = pool;
		this.probation = gate.probation();
		this.wakeUps = new WakeUps(pool, stores.queues(), connections, this, events);
		this.duty = new FetchLoop(pool, stores, gate, this.wakeUps, events);
		this.loop = new Loop("fetch " + pool.name(), this, outage, events);
	}

	/** The loop, woken when a slot becomes idle. */
	Loop loop() {
		return this.loop;
	}

	@Override
	public Turn runOnce() {
		if (!this.turn.tryAcquire()) {
			return Turn.silent(FetchLoop.NOT_YET);
		}
		try {
			return lookAtQueues();
		}
		finally {
			this.turn.release();
		}
	}

	private Turn lookAtQueues() {
		long began = System.nanoTime();
		long before = this.wakeUps.foundEmpty();
		long refused = this.probation.refused();
		Turn turn = this.duty.runOnce();
		if (this.wakeUps.foundEmpty() != before && this.probation.refused() == refused) {
			this.emptyAt = began;
		}
		return turn;
	}

	@Override
	public CompletionStage<Boolean> fetch(QueueWait connection) {
		if (!this.turn.tryAcquire()) {
			return CompletableFuture.completedFuture(false);
		}
		this.emptyAt = this.madeAt;
		return CompletableFuture.completedFuture(connection)
			.thenCompose(this.duty::fetchAtOnce)
			.whenComplete((again, failure) -> this.turn.release());
	}

	@Override
	public void look() {
		this.loop.wake();
	}

	/**
	 * Whether the queues were found empty by a look that began after the given time; sees
	 * to it that there is one. With a pattern the look has to know the queues that were
	 * new by then.
	 */
	boolean foundEmptySince(long time) {
		long begin = time + (this.pool.selector().isDynamic() ? KnownQueues.AGE.toNanos() : 0);
		if (this.emptyAt - begin >= 0) {
			return true;
		}
		if (System.nanoTime() - begin >= 0) {
			this.wakeUps.lookAgain();
			look();
		}
		return false;
	}

	/** What waits in Redis may have waited for a server that is no more. */
	void renew() {
		this.wakeUps.renew();
		look();
	}

	/** What is fetched from now on is not started. */
	void quiet() {
		this.duty.quiet();
	}

	/**
	 * Stops fetching, for good; may be called again, to wait longer. A fetch of a wake-up
	 * that hangs is given up: its connection is closed.
	 * @param timeout how long to wait for the present fetch
	 */
	void stop(Duration timeout) throws InterruptedException {
		this.ended = this.ended || this.turn.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
		this.loop.stop(this.ended ? timeout : Duration.ZERO);
		this.wakeUps.close();
	}

}
