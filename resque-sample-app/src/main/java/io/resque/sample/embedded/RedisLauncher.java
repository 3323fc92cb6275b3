package io.resque.sample.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

import io.resque.sample.embedded.RedisProbe.Answer;

/**
 * Starts a server for a folder that has none. The server turns itself into a daemon: it
 * gets a process session of its own that way, on Linux and macOS alike.
 */
final class RedisLauncher {

	private static final Logger logger = LoggerFactory.getLogger(RedisLauncher.class);

	private static final int USUAL_PORT = 6379;

	private static final int ATTEMPTS = 4;

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private static final int LOG_LINES = 8;

	private final DataFolder folder;

	RedisLauncher(DataFolder folder) {
		this.folder = folder;
	}

	RedisServer start() throws IOException {
		Path program = program();
		int port = isFree(USUAL_PORT) ? USUAL_PORT : anyFreePort();
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			launch(program, port);
			if (isReady(port)) {
				logger.info("Embedded Redis started on port {}", port);
				return new RedisServer(this.folder, port);
			}
			// Somebody took the port between the look and the launch.
			port = anyFreePort();
		}
		throw new EmbeddedRedisException("The embedded Redis finds no free port");
	}

	private Path program() throws IOException {
		if (System.getProperty("os.name").startsWith("Windows")) {
			throw new EmbeddedRedisException(
					"The embedded Redis runs on Linux and macOS only: start the sample in WSL, "
							+ "or set spring.data.redis.host to a Redis of version 6.2 or newer");
		}
		Path directory = Files.createDirectories(this.folder.binaries());
		return ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
	}

	/**
	 * The port is noted first: should this process die right now, the next one knows
	 * where to look.
	 */
	private void launch(Path program, int port) throws IOException {
		Files.deleteIfExists(this.folder.pidFile());
		Files.writeString(this.folder.portFile(), Integer.toString(port));
		Process process = new ProcessBuilder(command(program, port)).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.onExit().join().exitValue() != 0) {
			throw new EmbeddedRedisException("The embedded Redis does not run on this machine: " + output.strip()
					+ ". Start another one of version 6.2 or newer and set spring.data.redis.host");
		}
	}

	/**
	 * An accepted job survives a power cut: every write is on disk before it is answered.
	 */
	private List<String> command(Path program, int port) {
		return List.of(program.toString(), "--port", Integer.toString(port), "--bind", RedisServer.HOST, "--daemonize",
				"yes", "--dir", this.folder.path().toString(), "--appendonly", "yes", "--appendfsync", "always",
				"--save", "", "--pidfile", this.folder.pidFile().toString(), "--logfile",
				this.folder.logFile().toString());
	}

	/**
	 * Returns false when another server has the port: then ours is not running, and only
	 * then may there be another attempt.
	 */
	private boolean isReady(int port) throws IOException {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		try (RedisProbe probe = new RedisProbe(this.folder)) {
			while (System.nanoTime() - deadline < 0 && !hasDied()) {
				Answer answer = probe.ask(port);
				if (answer == Answer.READY || answer == Answer.OTHER) {
					return answer == Answer.READY;
				}
				Polling.pause();
			}
		}
		throw new EmbeddedRedisException("The embedded Redis does not start. " + this.folder.logFile() + " ends with:"
				+ System.lineSeparator() + endOfLog());
	}

	private boolean hasDied() throws IOException {
		return this.folder.hasPid() && RedisServer.processOf(this.folder).isEmpty();
	}

	private String endOfLog() throws IOException {
		List<String> lines = Files.readAllLines(this.folder.logFile());
		return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
	}

	/**
	 * Some systems let two servers bind a port when only one of them names an address, so
	 * knock as well.
	 */
	private static boolean isFree(int port) {
		InetSocketAddress address = new InetSocketAddress(RedisServer.HOST, port);
		try (Socket socket = new Socket()) {
			socket.connect(address, 1000);
			return false;
		}
		catch (IOException nobodyThere) {
			return canBind(address);
		}
	}

	private static boolean canBind(InetSocketAddress address) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(address);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int anyFreePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(RedisServer.HOST))) {
			return socket.getLocalPort();
		}
	}

}
