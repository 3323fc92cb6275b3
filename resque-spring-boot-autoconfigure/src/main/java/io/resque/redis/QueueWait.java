package io.resque.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

import io.resque.redis.RedisCallException.Outcome;

/**
 * Waits in Redis until a queue has a job, over a connection of its own and without a
 * thread: {@code BLMOVE} blocks, and moves the head of the list onto itself. It wakes
 * everybody who waits, whoever pushed, and changes nothing.
 */
public final class QueueWait implements AutoCloseable {

	/** How long one call may wait. */
	public static final Duration LONGEST = Duration.ofSeconds(30);

	private final ResqueRedis redis;

	private final byte[] key;

	private @Nullable StatefulConnection<byte[], byte[]> connection;

	private boolean closed;

	QueueWait(ResqueRedis redis, byte[] key) {
		this.redis = redis;
		this.key = key;
	}

	/**
	 * Waits until the queue has a job; one call at a time. What fails is a
	 * {@link RedisCallException}, and the next call connects anew.
	 * @param timeout how long to wait, at most {@link #LONGEST}
	 * @return whether there is one; if not, the time has passed
	 */
	public CompletionStage<Boolean> forJob(Duration timeout) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		connection().whenComplete((connection, failure) -> {
			if (connection == null) {
				answer.completeExceptionally(problem(failure, Outcome.NOT_SENT));
			}
			else {
				ask(connection,
						(redis) -> redis.blmove(this.key, this.key, LMoveArgs.Builder.leftLeft(),
								timeout.toMillis() / 1000.0))
					.whenComplete((head, problem) -> complete(answer, head != null, problem));
			}
		});
		return answer;
	}

	/**
	 * Runs a script that Redis knows, over the connection that has just waited: where the
	 * end of the wait is told, its thread is the one that sends, so no thread has to wake
	 * another. What fails is a {@link RedisCallException}.
	 */
	CompletionStage<List<Object>> evalList(LuaScript script, Collection<byte[]> keys, Collection<byte[]> arguments) {
		StatefulConnection<byte[], byte[]> open;
		synchronized (this) {
			open = this.connection;
		}
		if (open == null) {
			return CompletableFuture
				.failedFuture(new RedisCallException(Outcome.NOT_SENT, "The connection was closed", null));
		}
		return ask(open, (redis) -> redis.evalsha(script.sha1(), ScriptOutputType.MULTI, ResqueRedis.array(keys),
				ResqueRedis.array(arguments)));
	}

	/** Who asks must learn of everything that goes wrong, or would wait for ever. */
	private <T> CompletionStage<T> ask(StatefulConnection<byte[], byte[]> connection,
			Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		try {
			command.apply(commands(connection)).whenComplete((value, failure) -> {
				if (failure != null) {
					disconnect();
				}
				complete(answer, value, (failure != null) ? problem(failure, Outcome.UNKNOWN) : null);
			});
		}
		catch (RuntimeException | Error ex) {
			disconnect();
			answer.completeExceptionally(problem(ex, Outcome.UNKNOWN));
		}
		return answer;
	}

	private static <T> void complete(CompletableFuture<T> answer, T value, @Nullable Throwable problem) {
		if (problem != null) {
			answer.completeExceptionally(problem);
		}
		else {
			answer.complete(value);
		}
	}

	/** Whether Redis can be waiting. */
	public synchronized boolean isConnected() {
		return this.connection != null && this.connection.isOpen();
	}

	/** Ends the present call and closes the connection. */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		disconnect();
	}

	private CompletionStage<StatefulConnection<byte[], byte[]>> connection() {
		synchronized (this) {
			if (this.connection != null && this.connection.isOpen()) {
				return CompletableFuture.completedFuture(this.connection);
			}
		}
		disconnect();
		return this.redis.openWaiting().thenApply(this::keep);
	}

	private StatefulConnection<byte[], byte[]> keep(StatefulConnection<byte[], byte[]> opened) {
		synchronized (this) {
			if (!this.closed) {
				this.connection = opened;
				return opened;
			}
		}
		opened.closeAsync();
		throw new IllegalStateException("Nobody waits any more");
	}

	private void disconnect() {
		StatefulConnection<byte[], byte[]> former;
		synchronized (this) {
			former = this.connection;
			this.connection = null;
		}
		if (former != null) {
			former.closeAsync();
		}
	}

	private static RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection) {
		return (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) ? cluster.async()
				: ((StatefulRedisConnection<byte[], byte[]>) connection).async();
	}

	private static RedisCallException problem(Throwable failure, Outcome otherwise) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		Outcome outcome = (cause instanceof RedisCommandExecutionException) ? Outcome.REFUSED : otherwise;
		return new RedisCallException(outcome, String.valueOf(cause.getMessage()), cause);
	}

	/** Patient with the command that blocks, not with others. */
	static final class Timeouts extends TimeoutOptions.TimeoutSource {

		private final Duration commandTimeout;

		Timeouts(Duration commandTimeout) {
			this.commandTimeout = commandTimeout;
		}

		@Override
		public long getTimeout(RedisCommand<?, ?, ?> command) {
			return ((command.getType() == CommandType.BLMOVE) ? this.commandTimeout.plus(LONGEST) : this.commandTimeout)
				.toNanos();
		}

		@Override
		public TimeUnit getTimeUnit() {
			return TimeUnit.NANOSECONDS;
		}

	}

}
