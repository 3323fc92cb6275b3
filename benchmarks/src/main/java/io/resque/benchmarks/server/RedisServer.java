package io.resque.benchmarks.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import redis.embedded.core.ExecutableProvider;

import org.springframework.util.FileSystemUtils;

/**
 * A Redis of this run alone, on a free port of the loopback interface: the installed
 * server, or else the one that {@code embedded-redis} carries.
 */
public final class RedisServer implements AutoCloseable {

	/** Where it listens. */
	public static final String HOST = "127.0.0.1";

	private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

	private final Process process;

	private final Path directory;

	private final int port;

	private final String description;

	private RedisServer(Process process, Path directory, int port, String description) {
		this.process = process;
		this.directory = directory;
		this.port = port;
		this.description = description;
	}

	/**
	 * Starts a server.
	 * @param appendOnly whether it writes every change to disk, once a second
	 * @return the server, ready
	 */
	public static RedisServer start(boolean appendOnly) {
		try {
			Path directory = Files.createTempDirectory("resque-benchmarks");
			Optional<Path> installed = installed("redis-server");
			Path program = installed.isPresent() ? installed.get()
					: ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
			int port = freePort();
			Process process = new ProcessBuilder(program.toString(), "--port", Integer.toString(port), "--bind", HOST,
					"--dir", directory.toString(), "--save", "", "--appendonly", appendOnly ? "yes" : "no",
					"--appendfsync", "everysec")
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("redis.txt").toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
			RedisServer server = new RedisServer(process, directory, port,
					(installed.isPresent() ? "installed " : "embedded ") + program + ", appendonly "
							+ (appendOnly ? "everysec" : "no"));
			server.awaitReady();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A program on the path of this machine. */
	public static Optional<Path> installed(String program) {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/** Port that it listens on. */
	public int port() {
		return this.port;
	}

	/** Which program it is, and how it runs. */
	public String description() {
		return this.description;
	}

	/** Command line arguments that connect a Spring Boot application to it. */
	public List<String> springArguments() {
		return List.of("--spring.data.redis.host=" + HOST, "--spring.data.redis.port=" + this.port);
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitReady() throws IOException {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		while (!answers()) {
			if (!this.process.isAlive() || System.nanoTime() > deadline) {
				throw new IllegalStateException("Redis does not start: " + this.description);
			}
			Pause.ofMillis(20);
		}
	}

	private boolean answers() {
		try (Socket socket = new Socket(HOST, this.port)) {
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
			return socket.getLocalPort();
		}
	}

}
