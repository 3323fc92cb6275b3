package io.resque.sample.embedded;

import java.net.ConnectException;
import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.jspecify.annotations.Nullable;

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
			if (!this.folder.path().toString().equals(server.configGet("dir").get("dir"))) {
				return Answer.OTHER;
			}
			server.ping();
			return Answer.READY;
		}
		catch (RedisLoadingException ex) {
			return Answer.LOADING;
		}
		catch (RedisConnectionException ex) {
			return withoutConnection(ex.getCause());
		}
		catch (RedisCommandExecutionException ex) {
			return Answer.OTHER;
		}
		catch (RedisException ex) {
			return Answer.SILENCE;
		}
	}

	private static Answer withoutConnection(@Nullable Throwable cause) {
		if (cause instanceof ConnectException) {
			return Answer.NOBODY;
		}
		// Such as one that asks for a password.
		return (cause instanceof RedisCommandExecutionException) ? Answer.OTHER : Answer.SILENCE;
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

		/** Another server. */
		OTHER,

		/** Somebody who does not answer, or in no language that Redis speaks. */
		SILENCE,

		/** Nobody. */
		NOBODY

	}

}
