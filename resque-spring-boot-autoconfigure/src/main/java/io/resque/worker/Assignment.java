package io.resque.worker;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.Job;
import io.resque.JobContext;
import io.resque.RunNotes;
import io.resque.StopRequest;
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
	synchronized @Nullable Run begin(Job job, String workerId, boolean failAfterCrash, boolean endsByForce) {
		if (!this.abandoned) {
			this.run = new Run(job, workerId, failAfterCrash, endsByForce);
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

		private final boolean endsByForce;

		private final RunNotes notes = new RunNotes();

		private final Thread thread = Thread.currentThread();

		private final long startedAt = System.nanoTime();

		private boolean ended;

		private byte @Nullable [] record;

		private boolean outcomeClaimed;

		private volatile long stopRequestedAt;

		private volatile @Nullable StopRequest stopRequest;

		private Run(Job job, String workerId, boolean failAfterCrash, boolean endsByForce) {
			this.job = job;
			this.workerId = workerId;
			this.failAfterCrash = failAfterCrash;
			this.endsByForce = endsByForce;
		}

		@Override
		public Job job() {
			return this.job;
		}

		@Override
		public byte[] payload() {
			return Assignment.this.payload();
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
		public RunNotes notes() {
			return this.notes;
		}

		@Override
		public @Nullable StopRequest stopRequest() {
			return this.stopRequest;
		}

		boolean failAfterCrash() {
			return this.failAfterCrash;
		}

		/** When it started, as {@link System#nanoTime()} tells. */
		long startedAt() {
			return this.startedAt;
		}

		/** How long ago it was asked to stop. */
		Duration sinceStopRequest() {
			return Duration.ofNanos(System.nanoTime() - this.stopRequestedAt);
		}

		/** Whether its runner ends it when it does not obey. */
		boolean endsByForce() {
			return this.endsByForce;
		}

		Thread thread() {
			return this.thread;
		}

		/**
		 * Asks the job to stop and interrupts its thread, unless it has ended; the first
		 * request counts.
		 */
		synchronized void requestStop(StopRequest request) {
			if (!this.ended && !this.outcomeClaimed && this.stopRequest == null) {
				this.stopRequestedAt = System.nanoTime();
				this.stopRequest = request;
				this.thread.interrupt();
			}
		}

		/**
		 * Claims the right to tell the outcome; the second to ask comes too late.
		 * @param goesOn whether the job has not ended at all: its worker record stays
		 */
		synchronized boolean claimOutcome(boolean goesOn) {
			boolean first = !this.outcomeClaimed;
			this.outcomeClaimed = true;
			this.record = (first && goesOn) ? null : this.record;
			return first;
		}

		/**
		 * The job has ended: from here on no interrupt comes. Answers whether a worker
		 * record may have been written that is to go.
		 */
		synchronized boolean end() {
			this.ended = true;
			return this.record != null;
		}

		synchronized boolean running() {
			return !this.ended;
		}

		/**
		 * Claims the right to write the worker record, and makes it; null when the job
		 * has ended or has one.
		 */
		synchronized byte @Nullable [] claimRecord(long startedBefore, Supplier<byte[]> json) {
			if (this.ended || this.outcomeClaimed || this.record != null || this.startedAt > startedBefore) {
				return null;
			}
			this.record = json.get();
			return this.record;
		}

		/** The worker record, or null when it has none. */
		synchronized byte @Nullable [] record() {
			return this.record;
		}

	}

}
