package io.resque.worker.fork;

import java.io.IOException;
import java.time.Instant;

import io.resque.Job;
import io.resque.JobCodec;
import io.resque.TermException;
import io.resque.failure.JobFailure;
import io.resque.worker.fork.Message.Kind;

/**
 * What a child does with its life.
 * <ol>
 * <li>it says that it is ready</li>
 * <li>it performs a job that its parent hands over, and says what became of it</li>
 * <li>again, until its parent closes the connection</li>
 * </ol>
 */
public final class ChildLoop {

	private final ChildLink link;

	private final ForkPerformer performer;

	private final ForkPerformer stage;

	private final JobCodec codec;

	private boolean hadJobs;

	/**
	 * Creates a loop.
	 * @param link the connection to the parent
	 * @param performer performs jobs
	 * @param codec reads payloads
	 */
	public ChildLoop(ChildLink link, ForkPerformer performer, JobCodec codec) {
		this.link = link;
		this.performer = performer;
		this.codec = codec;
		this.stage = Rehearsal.stage(codec);
	}

	/** Whether it has had a job. */
	public boolean hadJobs() {
		return this.hadJobs;
	}

	/** Performs jobs in this thread until the parent has no more, or is no more. */
	public void run() {
		Runtime.getRuntime().addShutdownHook(new Thread(this.link::exiting, "resque exit"));
		try {
			this.link.ready();
			while (true) {
				Message order = next();
				if (order.kind() == Kind.PERFORM) {
					perform(order);
				}
			}
		}
		catch (IOException ex) {
			// The parent has closed the connection, or its end has.
		}
	}

	/** A job that has ended may have left threads that interrupt this one. */
	private Message next() throws IOException {
		while (true) {
			try {
				return this.link.receive();
			}
			catch (InterruptedException ex) {
				// Meant for a job that is over.
			}
		}
	}

	private void perform(Message order) throws IOException {
		byte[] payload = order.payload();
		Job job = this.codec.decode(order.text("queue"), payload);
		ChildRun run = new ChildRun(job, order, this.link);
		this.link.begin(run::requestStop);
		boolean rehearsal = order.flag("rehearsal");
		this.hadJobs |= !rehearsal;
		Message outcome = outcome(rehearsal ? this.stage : this.performer, run, payload);
		this.link.end();
		this.link.send(NotesMessage.of(outcome, run.notes()));
	}

	private Message outcome(ForkPerformer performer, ChildRun run, byte[] payload) {
		try {
			return Message.of(performer.perform(run) ? Kind.PERFORMED : Kind.SKIPPED);
		}
		catch (Throwable ex) {
			return failed(run, payload, ex);
		}
		finally {
			run.end();
		}
	}

	/** Memory that ran out may be missing elsewhere, too: no further job for this JVM. */
	private static Message failed(ChildRun run, byte[] payload, Throwable thrown) {
		JobFailure failure = JobFailure.of(run.job().queue(), payload, thrown, run.workerId(), Instant.EPOCH);
		return Message.of(Kind.FAILED)
			.with("exception", failure.exception())
			.with("error", failure.error())
			.with("backtrace", failure.backtrace())
			.with("last", thrown instanceof VirtualMachineError)
			.with("back", thrown instanceof TermException term && term.isForShutdown());
	}

}
