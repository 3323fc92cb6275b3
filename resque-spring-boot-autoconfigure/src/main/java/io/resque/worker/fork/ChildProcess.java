package io.resque.worker.fork;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.resque.JobContext;
import io.resque.worker.fork.Message.Kind;

/**
 * A child, as its parent sees it. Serves one thread at a time.
 */
final class ChildProcess {

	/** How long an ending child may take. */
	private static final Duration LAST_WORDS = Duration.ofSeconds(10);

	private final Process process;

	private final Link link;

	private final ChildOutput output;

	private final long startedAt;

	private volatile int jobs;

	private boolean exiting;

	ChildProcess(Process process, Link link, ChildOutput output, long startedAt) {
		this.process = process;
		this.link = link;
		this.output = output;
		this.startedAt = startedAt;
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** When it has ended. */
	CompletableFuture<Process> onExit() {
		return this.process.onExit();
	}

	/** How many jobs it was given. */
	int jobs() {
		return this.jobs;
	}

	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	/** Resident memory in bytes; 0 where the system does not tell it in Linux' way. */
	long residentMemory() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
				.findFirst()
				.orElse(0);
		}
		catch (IOException | UncheckedIOException ex) {
			return 0;
		}
	}

	/** Whether it waits for a job, as far as it has said. */
	boolean isReady() {
		try {
			Message said = hear(Duration.ZERO);
			while (said != null && said.kind() == Kind.OWNER) {
				// Asked by what a job has left behind.
				say(Message.of(Kind.OWNER).with("owner", false));
				said = hear(Duration.ZERO);
			}
			return said == null && isAlive();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return isAlive();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** The last lines that it has printed. */
	List<String> lastLines() throws InterruptedException {
		return this.output.lastLines();
	}

	/** Hands a job over. */
	void perform(JobContext context, byte[] payload) throws IOException {
		say(Message.order(context, payload));
		this.jobs++;
	}

	void say(Message message) throws IOException {
		message.send(this.link);
	}

	/**
	 * Waits for what it says next.
	 * @param timeout how long to wait
	 * @return the message, or null
	 * @throws IOException when the child is gone, or about to be
	 */
	@Nullable Message hear(Duration timeout) throws IOException, InterruptedException {
		Message message = Message.receive(this.link, timeout);
		if (message != null && message.kind() == Kind.EXITING) {
			this.exiting = true;
			throw new EOFException("Something in the child has called for its exit");
		}
		return message;
	}

	/** Has it end, when it has no job. */
	void end() {
		this.link.close();
		this.process.onExit()
			.orTimeout(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally((tooLate) -> this.process.destroyForcibly());
	}

	/**
	 * Has it end, and waits for that.
	 * @param timeout how long it may take before it is killed
	 * @return whether it ended in order
	 */
	boolean finish(Duration timeout) throws InterruptedException {
		this.link.close();
		try {
			return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) && this.process.exitValue() == 0;
		}
		finally {
			this.process.destroyForcibly();
		}
	}

	/** Ends it at once, with its job. */
	void kill() {
		this.process.destroyForcibly();
		this.link.close();
	}

	/**
	 * Waits for the end of a child that is about to be gone. The connection is kept until
	 * then: closing it would have the child end in another way.
	 */
	ChildExit awaitExit() {
		Process ended = this.process.onExit()
			.completeOnTimeout(this.process, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
			.join();
		if (ended.isAlive()) {
			this.process.destroyForcibly().onExit().join();
		}
		this.link.close();
		return new ChildExit(pid(), this.process.exitValue(), this.exiting);
	}

}
