package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.resque.event.WorkerEvent;
import io.resque.worker.lease.Seat;

/**
 * Slots that perform jobs of the same queues, each in a thread of its own and each a
 * registered worker. Jobs come from {@link Fetching} and wait here until a slot is free.
 */
final class Pool {

	/**
	 * Most jobs of a fetch: while it is on its way, what was fetched before it keeps the
	 * slots busy, and others get their turn in Redis.
	 */
	private static final int BATCH = 500;

	/** So many times as patient with slots that are free and take nothing. */
	private static final int STUCK = 20;

	/** How long nothing is fetched for them, unless a job ends before. */
	private static final long RESPITE = Duration.ofSeconds(1).toNanos();

	private final String name;

	private final PoolSettings settings;

	private final QueueSelector selector;

	private final JobRunner runner;

	private final List<Seat> seats;

	private final Deque<Assignment> waiting = new ConcurrentLinkedDeque<>();

	/**
	 * One permit for each waiting job. A slot that gets one wakes the next, so short jobs
	 * wake few threads.
	 */
	private final Semaphore startable = new Semaphore(0);

	private final AtomicInteger inHand = new AtomicInteger();

	private final Pace pace;

	/** When no more than so many are in hand, more are wanted. */
	private volatile int low;

	/** How many jobs had ended when slots were seen that do not take what waits. */
	private long stuckAt = -1;

	private long stuckSince;

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean stopped;

	/**
	 * Creates a pool.
	 * @param name its name
	 * @param settings its settings
	 * @param selector its queues
	 * @param firstSeat number of its first slot
	 * @param runner performs its jobs
	 */
	Pool(String name, PoolSettings settings, QueueSelector selector, int firstSeat, JobRunner runner) {
		this.name = name;
		this.settings = settings;
		this.selector = selector;
		this.runner = runner;
		this.pace = new Pace(settings.prefetch(), System::nanoTime);
		this.seats = IntStream.range(firstSeat, firstSeat + settings.concurrency())
			.mapToObj((number) -> new Seat(number, selector.label()))
			.toList();
	}

	String name() {
		return this.name;
	}

	JobRunner runner() {
		return this.runner;
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

	/**
	 * How many jobs to fetch now: one for each idle slot, and as many as the slots start
	 * within milliseconds in the places that are there; none while half of these still
	 * wait, or all but a batch. Called by one thread at a time.
	 */
	int room() {
		int held = this.inHand.get();
		int capacity = capacity();
		if (held > 0 && this.pace.ends() == this.stuckAt && System.nanoTime() - this.stuckSince < RESPITE) {
			return 0;
		}
		// A child that was just taken may count twice: then one job waits, and goes back.
		int ahead = Math.min(this.pace.ahead(), Math.max(0, this.runner.jobsLeft() - capacity));
		this.low = capacity + Math.max(ahead / 2, ahead - BATCH);
		return (held <= this.low) ? Math.min(BATCH, capacity + ahead - held) : 0;
	}

	/** Payload bytes of the jobs that wait for a slot. */
	long waitingBytes() {
		return this.waiting.stream().mapToLong((job) -> job.payload().length).sum();
	}

	/** Whether jobs wait for a slot. */
	boolean anyWaiting() {
		return !this.waiting.isEmpty();
	}

	/**
	 * Takes back what waits for a slot once the first has waited for so long and all are
	 * taken: the jobs before it are long, or a child is gone. A slot that is about to
	 * take a job still gets the first. A virtual slot may be free and still not come to
	 * run, beside jobs that compute: whatever it is, after a while what waits goes back,
	 * and none comes for a second or until a job has ended.
	 */
	List<Assignment> takeBack(Duration patience) {
		Assignment first = this.waiting.peek();
		Duration age = (first != null) ? first.age() : Duration.ZERO;
		int running = this.inHand.get() - this.startable.availablePermits();
		boolean full = running >= capacity();
		boolean stuck = !full && running > 0 && age.compareTo(patience.multipliedBy(STUCK)) >= 0;
		List<Assignment> back = new ArrayList<>();
		if (first != null && age.compareTo(patience) >= 0 && (full || stuck)) {
			this.stuckAt = stuck ? this.pace.ends() : -1;
			this.stuckSince = System.nanoTime();
			for (int left = this.startable.drainPermits(); left > 0; left--) {
				back.add(this.waiting.removeLast());
			}
			Collections.reverse(back);
			this.inHand.addAndGet(-back.size());
		}
		return back;
	}

	boolean hasIdleSlot() {
		return this.inHand.get() < capacity();
	}

	private int capacity() {
		return Math.min(this.settings.concurrency(), this.runner.capacity());
	}

	boolean idle() {
		return this.inHand.get() == 0;
	}

	/** Takes fetched jobs. */
	void offer(List<Assignment> fetched) {
		this.inHand.addAndGet(fetched.size());
		this.waiting.addAll(fetched);
		this.startable.release(fetched.size());
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
				this.startable.acquire();
				JobRunner.Place place = this.runner.take();
				if (place != null) {
					work(seat, context, place);
				}
				else {
					// Without a place the job stays where it can be given back.
					this.startable.release();
					this.runner.awaitPlace();
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

	private void work(Seat seat, SlotContext context, JobRunner.Place place) {
		Assignment assignment = this.waiting.remove();
		long startedAt = System.nanoTime();
		try {
			context.execution().execute(assignment, context.keeper().workerId(assignment.lease(), seat), place);
		}
		catch (InterruptedException ex) {
			// A stray interrupt must not cost a job, nor its place.
			this.inHand.incrementAndGet();
			this.waiting.addFirst(assignment);
			this.startable.release();
		}
		finally {
			place.release();
			this.pace.ended(System.nanoTime() - startedAt);
			if (this.inHand.decrementAndGet() <= this.low) {
				context.fetch().wake();
			}
		}
	}

}
