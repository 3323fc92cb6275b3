package io.resque.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.resque.worker.Assignment.Run;
import io.resque.worker.lease.Lease;
import io.resque.worker.loop.Waiter;

/**
 * All jobs that this process has fetched and not yet acknowledged, by token.
 */
final class JobsInHand {

	private final ConcurrentHashMap<Long, Assignment> jobs = new ConcurrentHashMap<>();

	private final AtomicLong added = new AtomicLong();

	private final Waiter changes = new Waiter();

	private final Probation probation;

	JobsInHand(Probation probation) {
		this.probation = probation;
	}

	void add(Assignment assignment) {
		this.jobs.put(assignment.token(), assignment);
		this.added.incrementAndGet();
	}

	/**
	 * How many were ever added: when it has not changed while none was here, none has
	 * come and gone in between.
	 */
	long added() {
		return this.added.get();
	}

	/** Redis knows what became of the job: it is no longer ours. */
	void remove(long token) {
		this.jobs.remove(token);
		this.probation.ended(token);
		this.changes.wake();
	}

	/** Something changed: whoever waits looks again. */
	void changed() {
		this.changes.wake();
	}

	boolean contains(long token) {
		return this.jobs.containsKey(token);
	}

	Collection<Assignment> all() {
		return this.jobs.values();
	}

	/** The runs that have started and not ended. */
	Stream<Run> running() {
		return this.jobs.values().stream().map(Assignment::run).filter((run) -> run != null && run.running());
	}

	/**
	 * Forgets the jobs of a lost lease that have not started, and answers all jobs of
	 * that lease.
	 */
	List<String> abandon(Lease lease) {
		List<Assignment> lost = this.jobs.values().stream().filter((job) -> job.lease() == lease).toList();
		lost.stream().filter(Assignment::abandon).forEach((job) -> remove(job.token()));
		return lost.stream().map(JobsInHand::describe).toList();
	}

	private static String describe(Assignment assignment) {
		Run run = assignment.run();
		return "queue " + assignment.queue() + ", token " + assignment.token()
				+ ((run != null) ? ": " + run.job() : " (not started)");
	}

	/**
	 * Waits until a condition holds that a change here may bring about; false when the
	 * time is over first.
	 */
	boolean awaitUntil(BooleanSupplier condition, Duration timeout) throws InterruptedException {
		return this.changes.awaitUntil(condition, timeout);
	}

	boolean noneRunning() {
		return running().findAny().isEmpty();
	}

}
