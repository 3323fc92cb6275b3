package io.resque.worker.fork;

import java.io.IOException;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import io.resque.JobContext;
import io.resque.JobPerformer;
import io.resque.event.ResqueEvents;
import io.resque.failure.ReportedFailure;
import io.resque.worker.JobRunner;
import io.resque.worker.PoolSettings;
import io.resque.worker.fork.Message.Kind;

/**
 * Performs jobs in child processes. The parent alone talks to Redis about a job: it keeps
 * the lease, and writes the outcome that the child reports, or that its end tells.
 */
public final class ForkJobRunner implements JobRunner {

	/** How often to look at a child that says nothing. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final ChildPool children;

	private final JobPerformer performer;

	private final long maxMemory;

	/**
	 * Creates a runner.
	 * @param pool name of the pool
	 * @param settings its settings
	 * @param launcher starts its children, and nobody else's
	 * @param performer runs the failure hooks of jobs whose process ended
	 * @param events where to announce
	 */
	public ForkJobRunner(String pool, PoolSettings settings, ChildLauncher launcher, JobPerformer performer,
			ResqueEvents events) {
		this.children = new ChildPool(pool, settings, launcher, events);
		this.performer = performer;
		this.maxMemory = settings.fork().maxMemory().toBytes();
	}

	@Override
	public boolean run(JobContext context, byte[] payload) throws Throwable {
		while (true) {
			ChildProcess child = this.children.take();
			boolean usable = false;
			try {
				if (handOver(child, context, payload)) {
					Message outcome = outcome(child, context);
					usable = !outcome.flag("last");
					return performed(outcome);
				}
			}
			catch (InterruptedException ex) {
				child.kill();
				throw ex;
			}
			finally {
				this.children.release(child, usable);
			}
		}
	}

	/** A child that is gone has not started the job, and another one can. */
	private static boolean handOver(ChildProcess child, JobContext context, byte[] payload) {
		try {
			child.perform(context, payload);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Message outcome(ChildProcess child, JobContext context) throws InterruptedException, ReportedFailure {
		boolean asked = false;
		while (true) {
			try {
				Message said = child.hear(LOOK);
				if (said == null) {
					if (this.maxMemory > 0 && child.residentMemory() > this.maxMemory) {
						throw outOfMemory(child, context);
					}
				}
				else if (said.kind() == Kind.OWNER) {
					child.say(Message.of(Kind.OWNER).with("owner", context.stillOwner()));
				}
				else {
					return said;
				}
			}
			catch (InterruptedException ex) {
				if (asked) {
					throw ex;
				}
				asked = context.stopRequested();
				if (asked) {
					askToStop(child);
				}
			}
			catch (IOException ex) {
				throw dirtyExit(context, child.awaitExit().failure());
			}
		}
	}

	private ReportedFailure outOfMemory(ChildProcess child, JobContext context) {
		String used = DataSize.ofBytes(child.residentMemory()).toMegabytes() + " MB";
		child.kill();
		return dirtyExit(context,
				ReportedFailure
					.dirtyExit("Job ended because its process used " + used + " of memory, and fork.max-memory is "
							+ DataSize.ofBytes(this.maxMemory).toMegabytes() + " MB", true));
	}

	private ReportedFailure dirtyExit(JobContext context, ReportedFailure failure) {
		this.performer.failed(context, failure);
		return failure;
	}

	/** When it is gone, that shows next. */
	private static void askToStop(ChildProcess child) {
		try {
			child.say(Message.of(Kind.STOP));
		}
		catch (IOException ex) {
			// What it ends with tells more.
		}
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
	public int capacity() {
		return this.children.capacity();
	}

	@Override
	public void start(Runnable changed) {
		this.children.start(changed);
	}

	@Override
	public void stop() {
		try {
			this.children.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
