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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A Redis of one test, which may be killed and restarted: it syncs each write to disk, so
 * what it acknowledged it still has afterwards.
 */
public final class OwnRedis implements AutoCloseable {

	private static final String LOOPBACK = "127.0.0.1";

	/** Those that nobody has closed yet: they end with this JVM. */
	private static final Set<OwnRedis> OPEN = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(OwnRedis::close), "close-own-redis"));
	}

	private final int port;

	private final Path directory;

	private final List<String> options;

	private final Map<String, String> environment;

	private @Nullable Process process;

	private @Nullable LettuceConnectionFactory connections;

	private OwnRedis(List<String> options, Map<String, String> environment) {
		try {
			this.port = freePort();
			this.directory = Files.createTempDirectory("resque-own-redis");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.options = options;
		this.environment = environment;
		OPEN.add(this);
	}

	/** Starts a server on a free port, with further options of its command line. */
	public static OwnRedis start(String... options) {
		return start(Map.of(), options);
	}

	/** Starts a server with further variables in its environment. */
	public static OwnRedis start(Map<String, String> environment, String... options) {
		OwnRedis redis = new OwnRedis(List.of(options), environment);
		redis.orClose(redis::restart);
		return redis;
	}

	/** What does not start leaves nothing behind. */
	private void orClose(Runnable start) {
		try {
			start.run();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Starts a Sentinel, which watches one master by the name of {@code mymaster} and
	 * takes it for dead after a second; two of them can replace it.
	 */
	public static OwnRedis startSentinel(int masterPort) {
		OwnRedis sentinel = new OwnRedis(List.of(), Map.of());
		try {
			Path configuration = sentinel.directory.resolve("sentinel.conf");
			Files.writeString(configuration, """
					port %d
					bind %s
					dir %s
					sentinel monitor mymaster %s %d 2
					sentinel down-after-milliseconds mymaster 1000
					sentinel failover-timeout mymaster 5000
					""".formatted(sentinel.port, LOOPBACK, sentinel.directory, LOOPBACK, masterPort));
			sentinel.orClose(() -> sentinel.start(List.of(configuration.toString(), "--sentinel")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return sentinel;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
			return socket.getLocalPort();
		}
	}

	public int port() {
		return this.port;
	}

	/** A template that is closed with the server. */
	public StringRedisTemplate template() {
		LettuceConnectionFactory created = new LettuceConnectionFactory(LOOPBACK, this.port);
		created.afterPropertiesSet();
		created.start();
		this.connections = created;
		return new StringRedisTemplate(created);
	}

	public String url() {
		return "redis://" + LOOPBACK + ":" + this.port;
	}

	/** Starts the server again, on the same port and data. */
	public synchronized void restart() {
		List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(this.port), "--bind", LOOPBACK,
				"--dir", this.directory.toString(), "--save", "", "--appendonly", "yes", "--appendfsync", "always"));
		arguments.addAll(this.options);
		start(arguments);
	}

	private void start(List<String> arguments) {
		try {
			File binary = ExecutableProvider.newJarResourceProvider(this.directory.toFile()).get();
			ProcessBuilder builder = new ProcessBuilder(binary.getAbsolutePath());
			builder.command().addAll(arguments);
			builder.environment().putAll(this.environment);
			Process started = builder.redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("redis.log").toFile())
				.start();
			this.process = started;
			await().atMost(Duration.ofSeconds(20))
				.failFast("The server has ended", () -> !started.isAlive())
				.until(this::accepts);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Kills the server. */
	public synchronized void kill() {
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly();
			running.onExit().join();
		}
	}

	/** How many servers nobody has closed yet. */
	static int open() {
		return OPEN.size();
	}

	/** Process id of the server. */
	synchronized long pid() {
		return Objects.requireNonNull(this.process).pid();
	}

	@Override
	public void close() {
		LettuceConnectionFactory former = this.connections;
		if (former != null) {
			former.destroy();
		}
		kill();
		OPEN.remove(this);
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
