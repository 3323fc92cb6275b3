package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.lease.Seat;
import io.resque.worker.loop.Loop;

/**
 * Slots that perform jobs of the same queues, each in a thread of its own and each a
 * registered worker. Jobs come from the fetch loop and wait here until a slot is free.
 */
final class Pool {

	private final String name;

	private final PoolSettings settings;

	private final QueueSelector selector;

	private final List<Seat> seats;

	private final BlockingQueue<Assignment> waiting = new LinkedBlockingQueue<>();

	private final AtomicInteger inHand = new AtomicInteger();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean stopped;

	/**
	 * Creates a pool.
	 * @param name its name
	 * @param settings its settings
	 * @param selector its queues
	 * @param firstSeat number of its first slot
	 */
	Pool(String name, PoolSettings settings, QueueSelector selector, int firstSeat) {
		this.name = name;
		this.settings = settings;
		this.selector = selector;
		this.seats = new ArrayList<>();
		for (int i = 0; i < settings.concurrency(); i++) {
			this.seats.add(new Seat(firstSeat + i, selector.label()));
		}
	}

	String name() {
		return this.name;
	}

	QueueSelector selector() {
		return this.selector;
	}

	List<Seat> seats() {
		return this.seats;
	}

	Duration pollInterval() {
		return this.settings.pollInterval();
	}

	/** How many jobs may be fetched now: one for each idle slot, and the prefetch. */
	int room() {
		return this.settings.concurrency() + this.settings.prefetch() - this.inHand.get();
	}

	boolean idle() {
		return this.inHand.get() == 0;
	}

	/** Takes a fetched job. */
	void offer(Assignment assignment) {
		this.inHand.incrementAndGet();
		this.waiting.add(assignment);
	}

	/** Starts the slots. */
	void start(SlotContext context) {
		for (Seat seat : this.seats) {
			Thread thread = context.threads().newThread(() -> work(seat, context));
			thread.setName("resque " + this.name + "-" + seat.number());
			this.threads.add(thread);
			thread.start();
		}
	}

	/** Ends the slots; those that run a job are interrupted. */
	void halt() {
		this.stopped = true;
		this.threads.forEach(Thread::interrupt);
	}

	private void work(Seat seat, SlotContext context) {
		while (!this.stopped) {
			try {
				Assignment assignment = this.waiting.take();
				try {
					context.execution().execute(assignment, context.keeper().workerId(assignment.lease(), seat));
				}
				finally {
					this.inHand.decrementAndGet();
					context.fetch().wake();
				}
			}
			catch (InterruptedException ex) {
				// Only stopping interrupts; a stray interrupt must not cost a slot.
			}
			catch (Exception | Error ex) {
				context.events().announce(new WorkerEvent.Unexpected("executing a job of pool " + this.name, ex));
			}
		}
	}

	/**
	 * What slots work with.
	 *
	 * @param execution executes a job
	 * @param keeper knows the worker ids
	 * @param fetch woken when a slot becomes idle
	 * @param threads makes the threads of the slots
	 * @param events where to report what nobody expects
	 */
	record SlotContext(JobExecution execution, LeaseKeeper keeper, Loop fetch, ThreadFactory threads,
			ResqueEvents events) {
	}

}
