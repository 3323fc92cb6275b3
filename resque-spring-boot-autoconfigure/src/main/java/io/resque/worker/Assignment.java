package io.resque.worker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.resque.Job;
import io.resque.JobContext;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.worker.lease.Lease;

/**
 * A job that this process has fetched and not yet acknowledged.
 */
final class Assignment {

	private final Lease lease;

	private final InFlightJob fetched;

	private final boolean suspect;

	private final long fetchedAt = System.nanoTime();

	private @Nullable Run run;

	private boolean abandoned;

	Assignment(Lease lease, InFlightJob fetched, boolean suspect) {
		this.lease = lease;
		this.fetched = fetched;
		this.suspect = suspect;
	}

	Lease lease() {
		return this.lease;
	}

	long token() {
		return this.fetched.token();
	}

	/** How long ago it was fetched. */
	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.fetchedAt);
	}

	String queue() {
		return this.fetched.queue();
	}

	byte[] payload() {
		return this.fetched.payload();
	}

	/**
	 * Whether it was in flight at a crash, or may have been: it is started with a mark.
	 */
	boolean suspect() {
		return this.suspect;
	}

	/** The run of the job, or null while it has not started. */
	synchronized @Nullable Run run() {
		return this.run;
	}

	/** Sees to it that the job is not started any more; false when it has started. */
	synchronized boolean abandon() {
		this.abandoned = this.run == null;
		return this.abandoned;
	}

	/** Starts the run in this thread, or answers null when the job was abandoned. */
	synchronized @Nullable Run begin(Job job, String workerId, boolean failAfterCrash) {
		if (!this.abandoned) {
			this.run = new Run(job, workerId, failAfterCrash, Thread.currentThread());
		}
		return this.run;
	}

	/**
	 * One run of the job.
	 */
	final class Run implements JobContext {

		private final Job job;

		private final String workerId;

		private final boolean failAfterCrash;

		private final Thread thread;

		private final long startedAt = System.nanoTime();

		private boolean ended;

		private boolean recorded;

		private volatile boolean stopRequested;

		private Run(Job job, String workerId, boolean failAfterCrash, Thread thread) {
			this.job = job;
			this.workerId = workerId;
			this.failAfterCrash = failAfterCrash;
			this.thread = thread;
		}

		@Override
		public Job job() {
			return this.job;
		}

		@Override
		public String workerId() {
			return this.workerId;
		}

		@Override
		public long fencingToken() {
			return token();
		}

		@Override
		public boolean stillOwner() {
			return lease().held();
		}

		@Override
		public boolean possibleRerun() {
			return suspect();
		}

		@Override
		public boolean stopRequested() {
			return this.stopRequested;
		}

		boolean failAfterCrash() {
			return this.failAfterCrash;
		}

		long startedAt() {
			return this.startedAt;
		}

		/**
		 * Asks the job to stop: sets the flag and interrupts its thread, unless it has
		 * ended.
		 */
		synchronized void requestStop() {
			if (!this.ended) {
				this.stopRequested = true;
				this.thread.interrupt();
			}
		}

		/**
		 * The job has ended: from here on no interrupt comes. Answers whether a worker
		 * record may have been written.
		 */
		synchronized boolean end() {
			this.ended = true;
			return this.recorded;
		}

		synchronized boolean running() {
			return !this.ended;
		}

		/**
		 * Claims the right to write the worker record; false when the job has ended or
		 * has one.
		 */
		synchronized boolean claimRecord(long startedBefore) {
			if (this.ended || this.recorded || this.startedAt > startedBefore) {
				return false;
			}
			this.recorded = true;
			return true;
		}

	}

}
