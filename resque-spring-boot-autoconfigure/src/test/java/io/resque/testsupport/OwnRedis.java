package io.resque.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

import static org.awaitility.Awaitility.await;

/**
 * A Redis of one test, which may be killed and restarted: it syncs each write to disk, so
 * what it acknowledged it still has afterwards.
 */
public final class OwnRedis implements AutoCloseable {

	private static final String LOOPBACK = "127.0.0.1";

	private final int port;

	private final Path directory;

	private final List<String> options;

	private @Nullable Process process;

	private OwnRedis(int port, Path directory, List<String> options) {
		this.port = port;
		this.directory = directory;
		this.options = options;
	}

	/** Starts a server on a free port, with further options of its command line. */
	public static OwnRedis start(String... options) {
		try {
			OwnRedis redis = new OwnRedis(freePort(), Files.createTempDirectory("resque-own-redis"), List.of(options));
			redis.restart();
			return redis;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
			return socket.getLocalPort();
		}
	}

	public int port() {
		return this.port;
	}

	public String url() {
		return "redis://" + LOOPBACK + ":" + this.port;
	}

	/** Starts the server again, on the same port and data. */
	public void restart() {
		try {
			File binary = ExecutableProvider.newJarResourceProvider(this.directory.toFile()).get();
			List<String> command = new ArrayList<>(List.of(binary.getAbsolutePath(), "--port",
					Integer.toString(this.port), "--bind", LOOPBACK, "--dir", this.directory.toString(), "--save", "",
					"--appendonly", "yes", "--appendfsync", "always"));
			command.addAll(this.options);
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("redis.log").toFile())
				.start();
			await().atMost(Duration.ofSeconds(20)).until(this::accepts);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Kills the server. */
	public void kill() {
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly();
			running.onExit().join();
		}
	}

	@Override
	public void close() {
		kill();
	}

	private boolean accepts() {
		try (Socket socket = new Socket(LOOPBACK, this.port)) {
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes());
			byte[] answer = socket.getInputStream().readNBytes(5);
			return Set.of("+PONG", "-NOAU").contains(new String(answer));
		}
		catch (IOException ex) {
			return false;
		}
	}

}
