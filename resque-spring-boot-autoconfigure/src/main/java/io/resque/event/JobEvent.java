package io.resque.event;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.Again;
import io.resque.Job;

/**
 * Something that happened to a job.
 */
public sealed interface JobEvent extends ResqueEvent {

	/** Queue of the job. */
	String queue();

	/** Worker that had it. */
	String workerId();

	/**
	 * A job was performed.
	 *
	 * @param job the job
	 * @param workerId the worker
	 * @param took how long it ran
	 */
	record Performed(Job job, String workerId, Duration took) implements JobEvent {

		@Override
		public String queue() {
			return this.job.queue();
		}

	}

	/**
	 * A hook left a job unperformed, without a failure.
	 *
	 * @param job the job
	 * @param workerId the worker
	 */
	record Skipped(Job job, String workerId) implements JobEvent {

		@Override
		public String queue() {
			return this.job.queue();
		}

	}

	/**
	 * A job failed; the failure is recorded.
	 *
	 * @param job the job
	 * @param workerId the worker
	 * @param failure what it threw
	 */
	record Failed(Job job, String workerId, Throwable failure) implements JobEvent {

		@Override
		public String queue() {
			return this.job.queue();
		}

	}

	/**
	 * A run ended, and the job runs again: it is on its queue, or delayed.
	 *
	 * @param job the job
	 * @param workerId the worker
	 * @param again when and where
	 * @param failure what it threw; null when it asked for it itself
	 */
	record RunsAgain(Job job, String workerId, Again again, @Nullable Throwable failure) implements JobEvent {

		/** What an event becomes when the job runs again. */
		public static RunsAgain after(JobEvent event, Job job, Again again) {
			return new RunsAgain(job, event.workerId(), again,
					(event instanceof Failed failed) ? failed.failure() : null);
		}

		@Override
		public String queue() {
			return this.job.queue();
		}

	}

	/**
	 * A payload that is no job was put on the failed list with its bytes.
	 *
	 * @param queue the queue it came from
	 * @param workerId the worker
	 * @param reason why it is no job
	 */
	record Parked(String queue, String workerId, String reason) implements JobEvent {

	}

	/**
	 * A job ended after its process had lost its lease, or after it was recorded as
	 * failed: the result changes nothing.
	 *
	 * @param queue the queue
	 * @param job the job, or the reason why it is none
	 * @param workerId the worker
	 * @param token its token
	 * @param reason why it is too late
	 */
	record LateResult(String queue, String job, String workerId, long token, String reason) implements JobEvent {

	}

	/**
	 * A job goes on although it was asked to stop. It was recorded as failed, and keeps
	 * its worker from other jobs until it ends.
	 *
	 * @param job the job
	 * @param workerId the worker
	 * @param thread the thread it runs in
	 * @param where where this stands
	 */
	record Deaf(Job job, String workerId, String thread, String where) implements JobEvent {

		@Override
		public String queue() {
			return this.job.queue();
		}

	}

	/**
	 * A job that was running when a process died went to the failed list.
	 *
	 * @param queue the queue
	 * @param job the job, as far as it can be read
	 * @param workerId the process that died last
	 * @param reason why it is not run again
	 * @param trail its crashes
	 */
	record CrashFailed(String queue, String job, String workerId, String reason,
			List<String> trail) implements JobEvent {

	}

}
