package io.resque.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.api.StatefulConnection;
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

	private final RedisConnectionFactory connections;

	private final Keyspace keys;

	private volatile long answeredAt = System.nanoTime();

	private volatile long resetAt = this.answeredAt;

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

	<T extends @Nullable Object> T call(Function<RedisConnection, T> call) {
		RedisConnection connection;
		try {
			connection = this.connections.getConnection();
		}
		catch (RuntimeException ex) {
			throw new RedisCallException(Outcome.NOT_SENT, "Redis cannot be reached: " + rootMessage(ex), ex);
		}
		long sentAt = System.nanoTime();
		try (connection) {
			T answer = call.apply(connection);
			this.answeredAt = System.nanoTime();
			return answer;
		}
		catch (DataAccessException | io.lettuce.core.RedisException | CancellationException ex) {
			if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof RedisCommandTimeoutException) {
				leaveIfSilent(sentAt);
			}
			throw translate(ex);
		}
	}

	/**
	 * A connection whose other end is gone without a word stays open for many minutes,
	 * and Lettuce keeps it: when nothing was answered since a call that timed out, the
	 * next call connects anew. Once for all calls that were on the way.
	 */
	private void leaveIfSilent(long sentAt) {
		synchronized (this) {
			if (this.answeredAt - sentAt > 0 || this.resetAt - sentAt > 0) {
				return;
			}
			this.resetAt = System.nanoTime();
		}
		if (this.connections instanceof LettuceConnectionFactory lettuce) {
			lettuce.resetConnection();
		}
	}

	List<Object> evalList(LuaScript script, Collection<byte[]> keys, Collection<byte[]> arguments) {
		List<Object> answer = eval(script, ReturnType.MULTI, keys, arguments);
		return (answer != null) ? answer : List.of();
	}

	long evalLong(LuaScript script, Collection<byte[]> keys, Collection<byte[]> arguments) {
		Long answer = eval(script, ReturnType.INTEGER, keys, arguments);
		return (answer != null) ? answer : 0;
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

	private RedisCallException translate(RuntimeException ex) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
		String message = String.valueOf(root.getMessage());
		if (root instanceof RedisCommandExecutionException) {
			reconnectAfterFailover(message);
			return new RedisCallException(Outcome.REFUSED, "Redis answered an error: " + message, ex);
		}
		if (ex instanceof RedisConnectionFailureException || message.contains("Commands are rejected")) {
			return new RedisCallException(Outcome.NOT_SENT, "Redis cannot be reached: " + message, ex);
		}
		return new RedisCallException(Outcome.UNKNOWN, "The answer of Redis was lost: " + rootMessage(ex), ex);
	}

	/**
	 * A connection to a former master answers READONLY for ever: the next call connects
	 * anew. Redis 6 says so in the middle of what a script answers.
	 */
	private void reconnectAfterFailover(String message) {
		if (message.contains("READONLY") && this.connections instanceof LettuceConnectionFactory lettuce) {
			lettuce.resetConnection();
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
