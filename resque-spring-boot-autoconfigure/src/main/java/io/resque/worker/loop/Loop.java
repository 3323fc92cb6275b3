package io.resque.worker.loop;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.RedisCallException;

/**
 * Runs a duty on a thread of its own until stopped: run once, wait, again. Survives
 * whatever the duty throws; while Redis does not work it tries again at growing, jittered
 * intervals of up to a second. Start and stop may be called twice; stop may be called on
 * a loop that never started.
 */
public final class Loop {

	private static final Duration SHORTEST_BACK_OFF = Duration.ofMillis(50);

	private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);

	private final String name;

	private final Duty duty;

	private final Outage outage;

	private final ResqueEvents events;

	private final Waiter waiter = new Waiter();

	private final Thread thread;

	private volatile boolean stopped;

	private Duration backOff = SHORTEST_BACK_OFF;

	/**
	 * Creates a loop.
	 * @param name what the duty does, for the thread's name and the log
	 * @param duty the duty
	 * @param outage told when Redis does not work
	 * @param events where to report what the duty should not have thrown
	 */
	public Loop(String name, Duty duty, Outage outage, ResqueEvents events) {
		this.name = name;
		this.duty = duty;
		this.outage = outage;
		this.events = events;
		this.thread = new Thread(this::run, "resque " + name);
	}

	/** Starts the thread. */
	public synchronized void start() {
		if (this.thread.getState() == Thread.State.NEW && !this.stopped) {
			this.thread.start();
		}
	}

	/** Makes the duty run now instead of after its pause. */
	public void wake() {
		this.waiter.wake();
	}

	/** Asks the loop to end after the present run, and waits for that. */
	public void stop(Duration timeout) throws InterruptedException {
		this.stopped = true;
		this.outage.works(this.name);
		this.waiter.wake();
		if (this.thread != Thread.currentThread()) {
			this.thread.join(Math.max(1, timeout.toMillis()));
		}
	}

	private void run() {
		while (!this.stopped) {
			try {
				this.waiter.await(runOnce());
			}
			catch (InterruptedException ex) {
				// Nobody ends a loop in this way; a stray interrupt must not.
			}
		}
	}

	private Duration runOnce() throws InterruptedException {
		try {
			Turn turn = this.duty.runOnce();
			if (turn.askedRedis()) {
				this.outage.works(this.name);
				this.backOff = SHORTEST_BACK_OFF;
			}
			return turn.pause();
		}
		catch (RedisCallException ex) {
			if (!this.stopped) {
				this.outage.fails(this.name, ex);
			}
		}
		catch (Exception | Error ex) {
			if (ex instanceof InterruptedException interrupted) {
				throw interrupted;
			}
			this.events.announce(new WorkerEvent.Unexpected(this.name, ex));
		}
		return nextBackOff();
	}

	private Duration nextBackOff() {
		long millis = this.backOff.toMillis();
		Duration doubled = this.backOff.multipliedBy(2);
		this.backOff = (doubled.compareTo(LONGEST_BACK_OFF) < 0) ? doubled : LONGEST_BACK_OFF;
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
	}

	/** What a loop does again and again. */
	@FunctionalInterface
	public interface Duty {

		/**
		 * Does it once.
		 * @return how long to wait before the next time, and whether Redis works
		 * @throws Exception anything: it is reported and the loop goes on
		 */
		Turn runOnce() throws Exception;

	}

}
