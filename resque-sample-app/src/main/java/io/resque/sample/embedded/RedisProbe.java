package io.resque.sample.embedded;

import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Asks whoever listens on a port whether it is the server of a folder.
 */
final class RedisProbe implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final RedisClient client = RedisClient.create();

	private final DataFolder folder;

	RedisProbe(DataFolder folder) {
		this.folder = folder;
		this.client.setOptions(ClientOptions.builder().autoReconnect(false).build());
	}

	Answer ask(int port) {
		try (StatefulRedisConnection<String, String> connection = connect(port)) {
			RedisCommands<String, String> server = connection.sync();
			if (!Path.of(server.configGet("dir").get("dir")).equals(this.folder.path())) {
				return Answer.OTHER;
			}
			server.ping();
			return Answer.READY;
		}
		catch (RedisLoadingException ex) {
			return Answer.LOADING;
		}
		catch (RedisConnectionException ex) {
			return (ex.getCause() instanceof ConnectException) ? Answer.NOBODY : Answer.OTHER;
		}
		catch (RedisException ex) {
			return Answer.OTHER;
		}
	}

	/**
	 * The server answers this by hanging up. What was written is on disk, so it need not
	 * save.
	 */
	void shutDown(int port) {
		try (StatefulRedisConnection<String, String> connection = connect(port)) {
			connection.sync().shutdown(false);
		}
		catch (RedisException ex) {
			// Seen by the process that goes on.
		}
	}

	private StatefulRedisConnection<String, String> connect(int port) {
		return this.client
			.connect(RedisURI.builder().withHost(RedisServer.HOST).withPort(port).withTimeout(TIMEOUT).build());
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, TIMEOUT);
	}

	/** Who listens. */
	enum Answer {

		/** The server of the folder. */
		READY,

		/** The server of the folder, reading its data. */
		LOADING,

		/** Somebody else, or somebody who does not answer. */
		OTHER,

		/** Nobody. */
		NOBODY

	}

}
