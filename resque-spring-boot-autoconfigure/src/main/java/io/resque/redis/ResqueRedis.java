package io.resque.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.resque.redis.RedisCallException.Outcome;

/**
 * The one door to Redis: calls and scripts in bytes, over the shared connection of a
 * factory made by {@link ResqueConnections}. Whatever goes wrong becomes a
 * {@link RedisCallException} that tells whether Redis may have carried the call out.
 */
public final class ResqueRedis implements AutoCloseable {

	private static final byte[][] NO_ARGUMENTS = new byte[0][];

	/** How long a call waits while another one connects. */
	private static final Duration CONNECTING = Duration.ofSeconds(2);

	/** How often a connection is tried whose failure says nothing about Redis. */
	private static final int ATTEMPTS = 5;

	/** What Lettuce says when the connection ends before the greeting was answered. */
	private static final String CLOSED = "Connection closed prematurely";

	private final RedisConnectionFactory connections;

	private final Keyspace keys;

	private final Silence silence = new Silence();

	private final ReentrantLock connecting = new ReentrantLock();

	private volatile boolean connected;

	public ResqueRedis(RedisConnectionFactory connections, Keyspace keys) {
		this.connections = connections;
		this.keys = keys;
	}

	/** Closes the connections. */
	@Override
	public void close() {
		if (this.connections instanceof LettuceConnectionFactory lettuce) {
			lettuce.destroy();
		}
	}

	Keyspace keys() {
		return this.keys;
	}

	List<String> servers() {
		return ServerAddresses.of(this.connections);
	}

	/** Opens a connection for a command that blocks; the caller closes it. */
	CompletionStage<StatefulConnection<byte[], byte[]>> openWaiting() {
		return ResqueConnections.openWaiting(this.connections);
	}

	/** Opens a connection to subscribe with; the caller closes it. */
	CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> openListening() {
		return ResqueConnections.openListening(this.connections);
	}

	<T extends @Nullable Object> T call(Function<RedisConnection, T> call) {
		try (RedisConnection connection = connection()) {
			long sentAt = System.nanoTime();
			try {
				T answer = call.apply(connection);
				this.silence.answered();
				return answer;
			}
			catch (DataAccessException | io.lettuce.core.RedisException | CancellationException ex) {
				throw translate(ex, sentAt);
			}
		}
	}

	/**
	 * One caller connects; the others wait for a moment, not each for an attempt of its
	 * own, one behind the other.
	 */
	private RedisConnection connection() {
		boolean alone = !this.connected && awaitTurn();
		try {
			RedisConnection connection = open();
			this.connected = true;
			return connection;
		}
		catch (RuntimeException ex) {
			throw new RedisCallException(Outcome.NOT_SENT, "Redis cannot be reached: " + rootMessage(ex), ex);
		}
		finally {
			if (alone) {
				this.connecting.unlock();
			}
		}
	}

	/**
	 * When Redis refuses the greeting faster than Lettuce looks for the answer, Lettuce
	 * has forgotten the reason (a missing or wrong password, say) and complains of its
	 * own state, or of a closed connection: once more then, to learn it.
	 */
	private RedisConnection open() {
		for (int attempt = 1;; attempt++) {
			try {
				return this.connections.getConnection();
			}
			catch (RuntimeException ex) {
				if (!isWithoutReason(NestedExceptionUtils.getMostSpecificCause(ex)) || attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private static boolean isWithoutReason(Throwable cause) {
		return cause instanceof IllegalStateException || CLOSED.equals(cause.getMessage());
	}

	private boolean awaitTurn() {
		try {
			if (this.connecting.tryLock(CONNECTING.toMillis(), TimeUnit.MILLISECONDS)) {
				return true;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new RedisCallException(Outcome.NOT_SENT, "Redis cannot be reached: another call still tries to connect",
				null);
	}

	List<Object> evalList(LuaScript script, Collection<byte[]> keys, Collection<byte[]> arguments) {
		List<Object> answer = eval(script, ReturnType.MULTI, keys, arguments);
		return (answer != null) ? answer : List.of();
	}

	long evalLong(LuaScript script, Collection<byte[]> keys, Collection<byte[]> arguments) {
		Long answer = eval(script, ReturnType.INTEGER, keys, arguments);
		return (answer != null) ? answer : 0;
	}

	byte[] evalBytes(LuaScript script, Collection<byte[]> keys, Collection<byte[]> arguments) {
		byte[] answer = eval(script, ReturnType.VALUE, keys, arguments);
		return (answer != null) ? answer : new byte[0];
	}

	private <T> @Nullable T eval(LuaScript script, ReturnType type, Collection<byte[]> keys,
			Collection<byte[]> arguments) {
		byte[][] all = new byte[keys.size() + arguments.size()][];
		int i = 0;
		for (byte[] key : keys) {
			all[i++] = key;
		}
		for (byte[] argument : arguments) {
			all[i++] = argument;
		}
		try {
			return call((redis) -> redis.scriptingCommands().<T>evalSha(script.sha1(), type, keys.size(), all));
		}
		catch (RedisCallException ex) {
			if (ex.outcome() != Outcome.REFUSED || !String.valueOf(ex.getMessage()).contains("NOSCRIPT")) {
				throw ex;
			}
			return call((redis) -> redis.scriptingCommands().<T>eval(script.source(), type, keys.size(), all));
		}
	}

	private RedisCallException translate(RuntimeException ex, long sentAt) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
		String message = String.valueOf(root.getMessage());
		if (root instanceof RedisCommandExecutionException) {
			this.silence.answered();
			if (message.contains("READONLY")) {
				connectAnew(ex);
			}
			return new RedisCallException(Outcome.REFUSED, "Redis answered an error: " + message, ex);
		}
		if (ex instanceof RedisConnectionFailureException || message.contains("Commands are rejected")) {
			return new RedisCallException(Outcome.NOT_SENT, "Redis cannot be reached: " + message, ex);
		}
		if (root instanceof RedisCommandTimeoutException && this.silence.timedOut(sentAt)) {
			connectAnew(ex);
		}
		return new RedisCallException(Outcome.UNKNOWN, "The answer of Redis was lost: " + rootMessage(ex), ex);
	}

	/**
	 * A connection to a former master answers READONLY for ever (Redis 6 says so in the
	 * middle of what a script answers), and one whose other end is gone without a word
	 * stays open for many minutes: Lettuce leaves neither by itself.
	 */
	private void connectAnew(RuntimeException reason) {
		if (this.connections instanceof LettuceConnectionFactory lettuce) {
			this.connected = false;
			try {
				lettuce.resetConnection();
			}
			catch (RuntimeException ex) {
				reason.addSuppressed(ex);
			}
		}
	}

	private static String rootMessage(Throwable ex) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
		return (root.getMessage() != null) ? root.getMessage() : root.getClass().getSimpleName();
	}

	static byte[][] array(Collection<byte[]> values) {
		return values.toArray(NO_ARGUMENTS);
	}

}
