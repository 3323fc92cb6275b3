package io.resque.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A {@link WorkerMain} in a JVM of its own.
 */
public final class WorkerJvm implements AutoCloseable {

	/** A build in the background ignores SIGINT, and children inherit that. */
	private static final List<String> AS_IN_A_TERMINAL = System.getProperty("os.name").equals("Linux")
			? List.of("env", "--default-signal=INT") : List.of();

	private final Process process;

	private final Path log;

	private WorkerJvm(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/** Starts a worker process. */
	public static WorkerJvm start(String redisUrl, int concurrency, int prefetch, long leaseMillis, String... options) {
		try {
			Path log = Files.createTempFile("resque-worker", ".log");
			log.toFile().deleteOnExit();
			return start(log, WorkerMain.class, List.of(options), redisUrl, Integer.toString(concurrency),
					Integer.toString(prefetch), Long.toString(leaseMillis));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts a process with a main class of its own; it prints into the given file. */
	public static WorkerJvm start(Path log, Class<?> main, List<String> options, String... arguments) {
		return start(List.of(), log, main, options, arguments);
	}

	/**
	 * Starts a process that leads a process group, as one that was started in a terminal.
	 */
	public static WorkerJvm startGroup(Path log, Class<?> main, List<String> options, String... arguments) {
		List<String> prefix = new ArrayList<>(List.of("setsid"));
		prefix.addAll(AS_IN_A_TERMINAL);
		return start(prefix, log, main, options, arguments);
	}

	/** Starts a process with environment variables, which an interrupt reaches. */
	public static WorkerJvm startWith(Map<String, String> environment, Path log, Class<?> main, String... arguments) {
		List<String> prefix = new ArrayList<>(AS_IN_A_TERMINAL);
		prefix.add("env");
		environment.forEach((name, value) -> prefix.add(name + "=" + value));
		return start(prefix, log, main, List.of("-XX:+UseSerialGC"), arguments);
	}

	private static WorkerJvm start(List<String> prefix, Path log, Class<?> main, List<String> options,
			String... arguments) {
		List<String> command = new ArrayList<>(prefix);
		command.add(ProcessHandle.current().info().command().orElse("java"));
		command.add("-XX:TieredStopAtLevel=1");
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			return new WorkerJvm(process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public long pid() {
		return this.process.pid();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** Ends it like {@code kill -9}. */
	public void kill() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	/** Waits for its end. */
	public boolean awaitEnd(int seconds) throws InterruptedException {
		return this.process.waitFor(seconds, TimeUnit.SECONDS);
	}

	/** Its exit code; it has ended. */
	public int exitCode() {
		return this.process.exitValue();
	}

	/** Ends it like {@code kill -TERM}. */
	public void terminate() {
		this.process.destroy();
	}

	/** Sends a signal by its name. */
	public void signal(String name) {
		signal(name, Long.toString(this.process.pid()));
	}

	/** Sends a signal to the whole process group, as a terminal does. */
	public void signalGroup(String name) {
		signal(name, "-" + this.process.pid());
	}

	/** Its child processes. */
	public List<ProcessHandle> children() {
		return this.process.children().toList();
	}

	private void signal(String name, String target) {
		try {
			int result = new ProcessBuilder("kill", "-" + name, "--", target).start().waitFor();
			if (result != 0) {
				throw new IllegalStateException(
						"Process " + this.process.pid() + " could not be sent the signal " + name + ": " + result);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What it has printed. */
	public String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
