package io.resque.worker.fork;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import io.resque.JobContext;
import io.resque.StopRequest;
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

	private final ForkPerformer performer;

	private final ChildLimits limits;

	private boolean usable = true;

	/** When the job was asked to stop; 0 while it was not. */
	private long askedAt;

	private long lookedAt = System.nanoTime();

	/**
	 * Creates a place.
	 * @param child the child
	 * @param pool takes it back
	 * @param performer runs the hooks of the parent's side
	 * @param limits when to end the child
	 */
	ChildPlace(ChildProcess child, ChildPool pool, ForkPerformer performer, ChildLimits limits) {
		this.child = child;
		this.pool = pool;
		this.performer = performer;
		this.limits = limits;
	}

	@Override
	public boolean run(JobContext context, byte[] payload) throws Throwable {
		this.performer.beforeFork(context);
		ChildProcess performing = handOver(context, payload);
		this.usable = false;
		try {
			Message outcome = outcome(performing, context);
			this.usable = !outcome.flag("last") && this.askedAt == 0;
			return performed(outcome, context);
		}
		catch (InterruptedException ex) {
			performing.kill();
			throw this.performer.failed(context, ex);
		}
		catch (IOException ex) {
			throw this.performer.failed(context, performing.awaitExit().failure());
		}
	}

	@Override
	public boolean endsJobs() {
		return true;
	}

	/** A child that has ended meanwhile has not started the job, and another one can. */
	private ChildProcess handOver(JobContext context, byte[] payload) throws Throwable {
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

	private ChildProcess another(JobContext context) throws Throwable {
		ChildProcess next = this.pool.take();
		while (next == null) {
			try {
				this.pool.awaitAny(LOOK);
			}
			catch (InterruptedException ex) {
				if (context.stopRequested()) {
					throw this.performer.failed(context, ex);
				}
			}
			next = this.pool.take();
		}
		return next;
	}

	private Message outcome(ChildProcess performing, JobContext context) throws Throwable {
		Message said = listen(performing, context, LOOK);
		while (said == null) {
			ask(performing, context);
			Exception excess = excess(performing, context);
			said = (excess != null) ? endedInTime(performing, context, excess)
					: listen(performing, context, nextLook());
		}
		return said;
	}

	/** What the child is to be ended for; null while it keeps to its limits. */
	private @Nullable Exception excess(ChildProcess performing, JobContext context) {
		StopRequest stop = context.stopRequest();
		if (stop != null && this.askedAt != 0 && sinceAsked().compareTo(this.limits.termTimeout()) >= 0) {
			return stop.ended();
		}
		if (this.limits.maxMemory().toBytes() == 0 || System.nanoTime() - this.lookedAt < LOOK.toNanos()) {
			return null;
		}
		this.lookedAt = System.nanoTime();
		DataSize used = DataSize.ofBytes(performing.residentMemory());
		return (used.compareTo(this.limits.maxMemory()) > 0) ? this.limits.exceeded(used) : null;
	}

	private Duration nextLook() {
		Duration left = (this.askedAt != 0) ? this.limits.termTimeout().minus(sinceAsked()) : LOOK;
		return (left.compareTo(LOOK) < 0) ? left : LOOK;
	}

	private Duration sinceAsked() {
		return Duration.ofNanos(System.nanoTime() - this.askedAt);
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
			if (this.askedAt != 0) {
				throw ex;
			}
			return null;
		}
	}

	/** Also when somebody else has taken note of the interrupt. */
	private void ask(ChildProcess performing, JobContext context) throws IOException {
		StopRequest stop = context.stopRequest();
		if (stop != null && this.askedAt == 0) {
			this.askedAt = System.nanoTime();
			performing.say(Message.order(stop));
		}
	}

	/** A job that has just ended is not ended for what it has done before. */
	private Message endedInTime(ChildProcess performing, JobContext context, Exception excess) throws Throwable {
		Message said = listen(performing, context, Duration.ZERO);
		if (said != null) {
			return said;
		}
		performing.kill();
		throw this.performer.failed(context, excess);
	}

	private static boolean performed(Message outcome, JobContext context) throws Exception {
		StopRequest stop = context.stopRequest();
		if (stop != null && outcome.flag("back")) {
			throw stop.exception();
		}
		NotesMessage.read(outcome, context.notes());
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
