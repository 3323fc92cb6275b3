package io.resque.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

import io.resque.redis.RedisCallException.Outcome;

/**
 * Listens to the orders of {@link ControlStore} ({@code SUBSCRIBE}).
 */
public final class ControlChannel implements AutoCloseable {

	/** First word of an order: the digest of a worker record and a worker id follow. */
	static final String KILL = "kill";

	/** How long to wait for a connection or an answer. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final ResqueRedis redis;

	private final byte[] channel;

	private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;

	private boolean closed;

	ControlChannel(ResqueRedis redis) {
		this.redis = redis;
		this.channel = redis.keys().controlChannel();
	}

	/**
	 * Sees to it that orders are heard, over a connection of its own.
	 * @param orders told of them, in a thread that must not be held up
	 * @return whether Redis was asked, because nobody had listened
	 */
	public boolean listen(Orders orders) throws InterruptedException {
		if (isOpenOrClosed()) {
			return false;
		}
		StatefulRedisPubSubConnection<byte[], byte[]> opened = open();
		if (!keep(opened)) {
			opened.closeAsync();
			return false;
		}
		opened.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(byte[] channel, byte[] message) {
				tell(orders, Keyspace.text(message).split(" ", 3));
			}

		});
		await(opened.async().subscribe(this.channel));
		return true;
	}

	/** A connection that comes too late is nobody's. */
	private StatefulRedisPubSubConnection<byte[], byte[]> open() throws InterruptedException {
		CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> opening = this.redis.openListening();
		try {
			return await(opening);
		}
		catch (RedisCallException | InterruptedException ex) {
			opening.thenAccept(StatefulRedisPubSubConnection::closeAsync);
			throw ex;
		}
	}

	/** What is not understood is for a newer version. */
	private static void tell(Orders orders, String[] words) {
		if (words.length == 3 && words[0].equals(KILL)) {
			orders.kill(words[2], words[1]);
		}
		ProcessOrder order = (words.length == 2) ? ProcessOrder.find(words[0]) : null;
		if (order != null) {
			orders.order(order, words[1]);
		}
	}

	private <T> T await(CompletionStage<T> answer) throws InterruptedException {
		try {
			return answer.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			disconnect();
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new RedisCallException(
					(cause instanceof RedisCommandExecutionException) ? Outcome.REFUSED : Outcome.NOT_SENT,
					"Redis does not let this process listen for orders: " + cause.getMessage(), cause);
		}
		catch (TimeoutException ex) {
			disconnect();
			throw new RedisCallException(Outcome.UNKNOWN, "Redis does not answer who wants to listen for orders", ex);
		}
	}

	private synchronized boolean isOpenOrClosed() {
		return this.closed || (this.connection != null && this.connection.isOpen());
	}

	private synchronized boolean keep(StatefulRedisPubSubConnection<byte[], byte[]> opened) {
		if (!this.closed) {
			disconnect();
			this.connection = opened;
		}
		return !this.closed;
	}

	private synchronized void disconnect() {
		if (this.connection != null) {
			this.connection.closeAsync();
			this.connection = null;
		}
	}

	/** Listens no more. */
	@Override
	public synchronized void close() {
		this.closed = true;
		disconnect();
	}

	/**
	 * What may be ordered.
	 */
	public interface Orders {

		/**
		 * A job is to end.
		 * @param workerId the worker that performs it
		 * @param digest SHA-1 of its record
		 */
		void kill(String workerId, String digest);

		/**
		 * A process is to do something.
		 * @param order what
		 * @param processId id of the process, which is another one mostly
		 */
		void order(ProcessOrder order, String processId);

	}

}
