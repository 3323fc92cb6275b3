package io.resque.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import io.lettuce.core.RedisURI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Where the Redis of the tests comes from: a URL in the environment, else Docker, else
 * the embedded binary.
 */
enum RedisServerChoice {

	/** A server that somebody else runs, given as {@code RESQUE_TEST_REDIS_URL}. */
	URL {

		@Override
		RedisURI start() {
			return RedisURI.create(System.getenv(URL_VARIABLE));
		}

	},

	/**
	 * A container, of the image in {@code RESQUE_TEST_REDIS_IMAGE} or the default one.
	 */
	DOCKER {

		@Override
		@SuppressWarnings("resource")
		RedisURI start() {
			String image = System.getenv().getOrDefault("RESQUE_TEST_REDIS_IMAGE", "redis:7");
			GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
				.withExposedPorts(RedisURI.DEFAULT_REDIS_PORT);
			container.start();
			return RedisURI.create(container.getHost(), container.getFirstMappedPort());
		}

	},

	/** A redis-server binary from a jar, without persistence. */
	EMBEDDED {

		@Override
		RedisURI start() {
			try {
				int port = freePort();
				redis.embedded.RedisServer server = embedded(port);
				server.start();
				return RedisURI.create(LOOPBACK, port);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The embedded Redis does not start", ex);
			}
		}

		private static redis.embedded.RedisServer embedded(int port) throws IOException {
			Path directory = Files.createTempDirectory("resque-test-redis");
			return redis.embedded.RedisServer.newRedisServer()
				.bind(LOOPBACK)
				.port(port)
				.setting("dir " + directory)
				.setting("save \"\"")
				.setting("appendonly no")
				.build();
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
				return socket.getLocalPort();
			}
		}

	};

	private static final String URL_VARIABLE = "RESQUE_TEST_REDIS_URL";

	private static final String LOOPBACK = "127.0.0.1";

	abstract RedisURI start();

	static RedisServerChoice make() {
		String url = System.getenv(URL_VARIABLE);
		if (url != null && !url.isBlank()) {
			return URL;
		}
		return DockerClientFactory.instance().isDockerAvailable() ? DOCKER : EMBEDDED;
	}

}
