package io.resque.worker.fork;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import io.resque.JobContext;
import io.resque.JobPerformer;
import io.resque.failure.ReportedFailure;
import io.resque.worker.JobRunner;
import io.resque.worker.fork.Message.Kind;

/**
 * A child that is kept for one job.
 */
final class ChildPlace implements JobRunner.Place {

	/** How often to look at the memory of a child. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final ChildProcess child;

	private final ChildPool pool;

	private final JobPerformer performer;

	private final long maxMemory;

	private boolean usable = true;

	private boolean asked;

	private long lookedAt = System.nanoTime();

	/**
	 * Creates a place.
	 * @param child the child
	 * @param pool takes it back
	 * @param performer runs failure hooks
	 * @param maxMemory resident memory at which a job is ended, in bytes; 0 for no limit
	 */
	ChildPlace(ChildProcess child, ChildPool pool, JobPerformer performer, long maxMemory) {
		this.child = child;
		this.pool = pool;
		this.performer = performer;
		this.maxMemory = maxMemory;
	}

	@Override
	public boolean run(JobContext context, byte[] payload) throws Throwable {
		this.usable = false;
		try {
			this.child.perform(context, payload);
			Message outcome = outcome(context);
			this.usable = !outcome.flag("last") && !this.asked;
			return performed(outcome);
		}
		catch (InterruptedException ex) {
			this.child.kill();
			throw ex;
		}
		catch (IOException ex) {
			throw dirtyExit(context, this.child.awaitExit().failure());
		}
	}

	private Message outcome(JobContext context) throws IOException, InterruptedException, ReportedFailure {
		Message said = listen(context, LOOK);
		while (said == null) {
			if (this.maxMemory > 0 && System.nanoTime() - this.lookedAt >= LOOK.toNanos()) {
				this.lookedAt = System.nanoTime();
				long used = this.child.residentMemory();
				if (used > this.maxMemory) {
					return endedInTime(context, used);
				}
			}
			said = listen(context, LOOK);
		}
		return said;
	}

	/** What the child says of the end of its job; null when it has not ended. */
	private @Nullable Message listen(JobContext context, Duration timeout) throws IOException, InterruptedException {
		try {
			Message said = this.child.hear(timeout);
			if (said != null && said.kind() == Kind.OWNER) {
				this.child.say(Message.of(Kind.OWNER).with("owner", context.stillOwner()));
				return null;
			}
			return said;
		}
		catch (InterruptedException ex) {
			if (this.asked) {
				throw ex;
			}
			if (context.stopRequested()) {
				this.asked = true;
				this.child.say(Message.of(Kind.STOP));
			}
			return null;
		}
	}

	/** A job that has just ended has not lost its memory for nothing. */
	private Message endedInTime(JobContext context, long used)
			throws IOException, InterruptedException, ReportedFailure {
		Message said = listen(context, Duration.ZERO);
		if (said != null) {
			return said;
		}
		this.child.kill();
		throw dirtyExit(context,
				ReportedFailure.dirtyExit("Job ended because its process used " + DataSize.ofBytes(used).toMegabytes()
						+ " MB of memory, and fork.max-memory is " + DataSize.ofBytes(this.maxMemory).toMegabytes()
						+ " MB", true));
	}

	private ReportedFailure dirtyExit(JobContext context, ReportedFailure failure) {
		this.performer.failed(context, failure);
		return failure;
	}

	private static boolean performed(Message outcome) throws ReportedFailure {
		return switch (outcome.kind()) {
			case PERFORMED -> true;
			case SKIPPED -> false;
			case FAILED ->
				throw ReportedFailure.of(outcome.text("exception"), outcome.text("error"), outcome.lines("backtrace"));
			default -> throw new IllegalStateException("A child says " + outcome.kind() + " at the end of a job");
		};
	}

	@Override
	public void release() {
		this.pool.release(this.child, this.usable);
	}

}
