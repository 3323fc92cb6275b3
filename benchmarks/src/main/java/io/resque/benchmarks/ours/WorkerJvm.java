package io.resque.benchmarks.ours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.resque.benchmarks.server.Pause;
import io.resque.benchmarks.server.Probe;
import io.resque.benchmarks.server.RedisServer;

/**
 * A {@link WorkerApplication} in a JVM of its own, with a small heap.
 */
public final class WorkerJvm implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	/** What a JVM ends with that was asked to stop, or killed. */
	private static final List<Integer> ENDED = List.of(0, 128 + 15, 128 + 9);

	private final Process process;

	private final Path log;

	/** Whether its end was wanted. */
	private boolean asked;

	private WorkerJvm(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Starts some and waits until all their workers are registered.
	 * @param server their Redis
	 * @param probe a connection to it
	 * @param count how many
	 * @param slots jobs that each runs at the same time
	 * @param properties further properties, {@code name=value}
	 * @return the processes
	 */
	public static List<WorkerJvm> start(RedisServer server, Probe probe, int count, int slots, String... properties) {
		long before = probe.ask((redis) -> redis.scard("resque:workers"));
		List<WorkerJvm> started = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			started.add(launch(server, slots, properties));
		}
		try {
			Pause.until("the workers are registered", START_TIMEOUT, () -> {
				started.forEach(WorkerJvm::checkAlive);
				return probe.ask((redis) -> redis.scard("resque:workers")) == before + (long) count * slots;
			});
			return started;
		}
		catch (RuntimeException ex) {
			closeAll(started);
			throw ex;
		}
	}

	/** Asks some to stop, all at once, and waits for their end. */
	public static void stop(List<WorkerJvm> running) {
		List<String> problems = closeAll(running);
		if (!problems.isEmpty()) {
			throw new IllegalStateException(String.join("; ", problems));
		}
	}

	private static List<String> closeAll(List<WorkerJvm> running) {
		List<String> problems = new ArrayList<>();
		running.forEach(WorkerJvm::ask);
		for (WorkerJvm each : running) {
			try {
				each.close();
			}
			catch (IllegalStateException ex) {
				problems.add(ex.getMessage());
			}
		}
		return problems;
	}

	private static WorkerJvm launch(RedisServer server, int slots, String... properties) {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
				"-Xms64m", "-Xmx256m", "-Xss512k", "-XX:+UseParallelGC", "-cp", System.getProperty("java.class.path"),
				WorkerApplication.class.getName()));
		command.addAll(server.springArguments());
		Stream.concat(Stream.of("resque.worker.concurrency=" + slots), Stream.of(properties))
			.forEach((property) -> command.add("--" + property));
		try {
			Path log = Files.createTempFile("resque-benchmarks", ".txt");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			WorkerJvm worker = new WorkerJvm(process, log);
			Runtime.getRuntime().addShutdownHook(new Thread(worker::abandon));
			return worker;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void ask() {
		if (this.process.isAlive()) {
			this.asked = true;
			this.process.destroy();
		}
	}

	/** When the harness itself is ended. */
	private void abandon() {
		if (this.process.isAlive()) {
			this.process.destroyForcibly();
			this.log.toFile().delete();
		}
	}

	private void checkAlive() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("A worker process has ended, see " + this.log);
		}
	}

	/** Processor time that it has used up to now. */
	public Duration processorTime() {
		return this.process.info().totalCpuDuration().orElseThrow();
	}

	/** Ends it like {@code kill -9}. */
	public void kill() {
		this.asked = true;
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	/**
	 * Asks it to stop; kills it when it does not. What it has logged stays if it failed.
	 */
	@Override
	public void close() {
		ask();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				kill();
				throw new IllegalStateException("A worker process did not stop, see " + this.log);
			}
			if (!this.asked || !ENDED.contains(this.process.exitValue())) {
				throw new IllegalStateException(
						"A worker process has ended with " + this.process.exitValue() + ", see " + this.log);
			}
			Files.deleteIfExists(this.log);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
