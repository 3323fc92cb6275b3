package io.resque.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerStatus;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;
import io.resque.worker.loop.Uninterrupted;

/**
 * A file that tells what the workers do, because the JVM cannot change the title of its
 * process. Whoever reads it finds the whole text, never a part of it.
 */
public final class StatusFile implements SmartLifecycle, DisposableBean {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	private final Path file;

	private final Path draft;

	private final Supplier<WorkerStatus> status;

	private final StatusText text;

	private final ResqueEvents events;

	private final Loop loop;

	private volatile String written = "";

	private boolean failing;

	private volatile boolean running;

	/**
	 * Creates it, with a first text in the file.
	 * @param file the file
	 * @param status what the workers do
	 * @param version version of the library
	 * @param events where to announce that the file cannot be written any more
	 * @throws IOException when the file cannot be written
	 */
	public StatusFile(Path file, Supplier<WorkerStatus> status, String version, ResqueEvents events)
			throws IOException {
		this.file = file.toAbsolutePath();
		// Beside it, because only then one replaces the other in one step.
		this.draft = this.file.resolveSibling(this.file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
		this.status = status;
		this.text = new StatusText(version);
		this.events = events;
		this.loop = new Loop("status file", this::update, new Outage(events, () -> {
		}), events);
		write(this.text.of(status.get()));
	}

	@Override
	public void start() {
		this.running = true;
		this.loop.start();
	}

	@Override
	public void stop() {
		Uninterrupted.run("resque stop", () -> this.loop.stop(LAST_WORDS));
		this.running = false;
		try {
			// Somebody else's by now, when it says something else.
			if (Arrays.equals(Files.readAllBytes(this.file), this.written.getBytes(StandardCharsets.UTF_8))) {
				Files.delete(this.file);
			}
		}
		catch (NoSuchFileException ex) {
			// Somebody has cleaned up: what was to be reached is reached.
		}
		catch (IOException ex) {
			this.events.announce(new WorkerEvent.Doubtful(
					"The status file " + this.file + " is still there, but the workers are not: " + ex));
		}
	}

	/** After a start that failed there was no stop. */
	@Override
	public void destroy() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Starts before the workers and stops after them. */
	@Override
	public int getPhase() {
		return WorkerContainer.PHASE - 1;
	}

	private Turn update() {
		String now = this.text.of(this.status.get());
		if (!now.equals(this.written) || Files.notExists(this.file)) {
			try {
				write(now);
				this.failing = false;
			}
			catch (IOException ex) {
				failed(ex);
			}
		}
		return Turn.silent(INTERVAL);
	}

	private void write(String now) throws IOException {
		try {
			// Not through a link that somebody has put there.
			Files.deleteIfExists(this.draft);
			Files.writeString(this.draft, now, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
			Files.move(this.draft, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			this.written = now;
		}
		finally {
			Files.deleteIfExists(this.draft);
		}
	}

	private void failed(IOException problem) {
		if (!this.failing) {
			this.failing = true;
			this.events.announce(new WorkerEvent.Doubtful("The status file " + this.file
					+ " cannot be written and tells an old state: " + problem + ". It is tried again each second"));
		}
	}

}
