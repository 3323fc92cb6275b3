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

	private @Nullable ChildProcess child;

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
		ChildProcess performing = handOver(context, payload);
		this.usable = false;
		try {
			Message outcome = outcome(performing, context);
			this.usable = !outcome.flag("last") && !this.asked;
			return performed(outcome);
		}
		catch (InterruptedException ex) {
			performing.kill();
			throw ex;
		}
		catch (IOException ex) {
			throw dirtyExit(context, performing.awaitExit().failure());
		}
	}

	/** A child that has ended meanwhile has not started the job, and another one can. */
	private ChildProcess handOver(JobContext context, byte[] payload) throws InterruptedException {
		ChildProcess next = this.child;
		while (next == null || !handedOver(next, context, payload)) {
			this.usable = false;
			release();
			this.child = null;
			next = another(context);
			this.child = next;
		}
		return next;
	}

	private static boolean handedOver(ChildProcess child, JobContext context, byte[] payload) {
		try {
			if (!child.isReady()) {
				return false;
			}
			child.perform(context, payload);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private ChildProcess another(JobContext context) throws InterruptedException {
		ChildProcess next = this.pool.take();
		while (next == null) {
			try {
				this.pool.await(LOOK);
			}
			catch (InterruptedException ex) {
				if (context.stopRequested()) {
					throw ex;
				}
			}
			next = this.pool.take();
		}
		return next;
	}

	private Message outcome(ChildProcess performing, JobContext context)
			throws IOException, InterruptedException, ReportedFailure {
		Message said = listen(performing, context, LOOK);
		while (said == null) {
			if (this.maxMemory > 0 && System.nanoTime() - this.lookedAt >= LOOK.toNanos()) {
				this.lookedAt = System.nanoTime();
				long used = performing.residentMemory();
				if (used > this.maxMemory) {
					return endedInTime(performing, context, used);
				}
			}
			said = listen(performing, context, LOOK);
		}
		return said;
	}

	/** What the child says of the end of its job; null when it has not ended. */
	private @Nullable Message listen(ChildProcess performing, JobContext context, Duration timeout)
			throws IOException, InterruptedException {
		try {
			Message said = performing.hear(timeout);
			if (said != null && said.kind() == Kind.OWNER) {
				performing.say(Message.of(Kind.OWNER).with("owner", context.stillOwner()));
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
				performing.say(Message.of(Kind.STOP));
			}
			return null;
		}
	}

	/** A job that has just ended has not lost its memory for nothing. */
	private Message endedInTime(ChildProcess performing, JobContext context, long used)
			throws IOException, InterruptedException, ReportedFailure {
		Message said = listen(performing, context, Duration.ZERO);
		if (said != null) {
			return said;
		}
		performing.kill();
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
		ChildProcess mine = this.child;
		if (mine != null) {
			this.pool.release(mine, this.usable);
		}
	}

}
