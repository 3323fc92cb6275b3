package io.resque.worker.fork;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.worker.fork.Message.Kind;

/**
 * Starts children: the same application again, with a socket to connect to.
 */
public final class ChildLauncher {

	/** System property with the path of the socket: whoever has it is a child. */
	public static final String SOCKET_PROPERTY = "resque.child.socket";

	private static final long LOOK_MILLIS = 100;

	/** How long a child may take to write the archive. */
	private static final Duration TRAINING = Duration.ofMinutes(3);

	private final ClassArchive archive;

	private final Duration timeout;

	private final @Nullable String parentDirectory;

	private final Map<String, String> properties;

	private final ResqueEvents events;

	private @Nullable ChildDirectory directory;

	/**
	 * Creates a launcher.
	 * @param settings how to start children
	 * @param arguments arguments of this application, which children get too
	 * @param properties configuration properties that this process hands on
	 * @param events where to announce what children print
	 */
	public ChildLauncher(ChildSettings settings, List<String> arguments, Map<String, String> properties,
			ResqueEvents events) {
		this.archive = new ClassArchive(ChildCommand.ofThisProcess(settings, arguments), settings.archive(), events);
		this.timeout = settings.startTimeout();
		this.parentDirectory = settings.directory();
		this.properties = Map.copyOf(properties);
		this.events = events;
	}

	/**
	 * Starts a child and waits until it is ready.
	 * @return the child
	 * @throws ChildStartException when it does not become ready
	 */
	ChildProcess launch() throws ChildStartException, InterruptedException {
		ChildCommand command = this.archive.command();
		try {
			return launch(command);
		}
		catch (ChildStartException ex) {
			if (command == this.archive.plain()) {
				throw ex;
			}
			ChildProcess child = launch(this.archive.plain());
			this.archive.distrust(ex);
			return child;
		}
	}

	/** Makes what lets children start faster, when it is missing. Takes some seconds. */
	void train() throws InterruptedException {
		this.archive.make((command) -> {
			if (!launch(command).finish(TRAINING)) {
				throw new ChildStartException("the child that makes it did not end in order", List.of());
			}
		});
	}

	private ChildProcess launch(ChildCommand command) throws ChildStartException, InterruptedException {
		try {
			Path socket = directory().newFile();
			Path arguments = directory().argumentFile(command.line(List.of("-D" + SOCKET_PROPERTY + "=" + socket)));
			try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
				server.bind(UnixDomainSocketAddress.of(socket));
				return launch(server, command, arguments);
			}
			finally {
				Files.deleteIfExists(socket);
				Files.deleteIfExists(arguments);
				Files.deleteIfExists(Path.of(socket + ".pid"));
			}
		}
		catch (IOException ex) {
			throw new ChildStartException("A child process cannot be started: " + ex, List.of());
		}
	}

	private ChildProcess launch(ServerSocketChannel server, ChildCommand command, Path arguments)
			throws IOException, ChildStartException, InterruptedException {
		long startedAt = System.nanoTime();
		Process process = start(command, arguments);
		ChildOutput output = new ChildOutput(process, this.events);
		ChildProcess child = null;
		boolean ready = false;
		try {
			long deadline = startedAt + this.timeout.toNanos();
			child = new ChildProcess(process, new Link(accept(server, process, output, deadline)), output, startedAt);
			child.say(Message.of(Kind.HELLO).with("version", Message.VERSION).with("properties", this.properties));
			awaitReady(child, output, deadline);
			ready = true;
			return child;
		}
		finally {
			if (!ready && child != null) {
				child.kill();
			}
			else if (!ready) {
				process.destroyForcibly();
			}
		}
	}

	private static Process start(ChildCommand command, Path arguments) throws IOException {
		List<String> line = new ArrayList<>();
		line.add(command.java());
		line.add("@" + arguments);
		ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
		ChildCommand.OTHERS_ARGUMENTS.forEach(builder.environment()::remove);
		// The supervisor has no say in what the jobs of a child start.
		builder.environment().remove("RESQUE_SUPERVISOR");
		Process process = builder.start();
		process.getOutputStream().close();
		return process;
	}

	private SocketChannel accept(ServerSocketChannel server, Process process, ChildOutput output, long deadline)
			throws IOException, ChildStartException, InterruptedException {
		server.configureBlocking(false);
		try (Selector connected = Selector.open()) {
			server.register(connected, SelectionKey.OP_ACCEPT);
			while (true) {
				connected.select((key) -> {
				}, LOOK_MILLIS);
				SocketChannel channel = server.accept();
				if (channel != null) {
					return channel;
				}
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				if (!process.isAlive()) {
					throw new ChildStartException(
							"A child process ended with exit code " + process.exitValue() + " before it was ready",
							output.lastLines());
				}
				if (System.nanoTime() - deadline > 0) {
					throw tooLate(output);
				}
			}
		}
	}

	private void awaitReady(ChildProcess child, ChildOutput output, long deadline)
			throws ChildStartException, InterruptedException {
		try {
			Message said = child.hear(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
			if (said == null) {
				throw tooLate(output);
			}
			if (said.kind() != Kind.READY) {
				throw new ChildStartException("A child process says " + said.kind() + " instead of being ready",
						output.lastLines());
			}
			Rehearsal.lead(child);
		}
		catch (IOException ex) {
			ChildExit exit = child.awaitExit();
			throw new ChildStartException(
					"A child process ended with exit code " + exit.code() + " before it was ready", output.lastLines());
		}
	}

	private ChildStartException tooLate(ChildOutput output) throws InterruptedException {
		return new ChildStartException(
				"A child process was not ready within " + this.timeout.toSeconds() + " s (resque.child.start-timeout)",
				output.lastLines());
	}

	private synchronized ChildDirectory directory() throws IOException {
		ChildDirectory present = this.directory;
		// Temporary directories are cleaned of what looks unused.
		if (present == null || !present.exists()) {
			present = ChildDirectory.create(this.parentDirectory);
			this.directory = present;
		}
		return present;
	}

	/** Removes what belongs to the children of this process. They have ended. */
	synchronized void close() {
		ChildDirectory present = this.directory;
		this.directory = null;
		if (present != null) {
			present.close();
		}
	}

}
