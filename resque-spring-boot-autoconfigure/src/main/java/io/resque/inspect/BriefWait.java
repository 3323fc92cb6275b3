package io.resque.inspect;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;

/**
 * A call that is waited for only briefly, because connecting to a Redis that is away may
 * take longer than whoever asks will wait. It goes on by itself then, and whoever asks
 * meanwhile waits for the same call.
 *
 * @param <T> type of the answer
 */
final class BriefWait<T> {

	private final Supplier<T> call;

	private final Duration patience;

	private @Nullable FutureTask<T> running;

	BriefWait(Supplier<T> call, Duration patience) {
		this.call = call;
		this.patience = patience;
	}

	/**
	 * Makes the call.
	 * @throws RedisCallException what the call threw, or that it takes too long
	 */
	T get() {
		try {
			return running().get(this.patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new RedisCallException(Outcome.UNKNOWN,
					"Redis has not answered for " + this.patience.toMillis() + " ms", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RedisCallException(Outcome.UNKNOWN, "The thread that waited for Redis was interrupted", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RedisCallException known) {
				throw known;
			}
			throw new IllegalStateException("Redis could not be asked: " + ex.getCause(), ex.getCause());
		}
	}

	private synchronized FutureTask<T> running() {
		FutureTask<T> task = this.running;
		if (task == null || task.isDone()) {
			task = new FutureTask<>(this.call::get);
			this.running = task;
			Thread thread = new Thread(task, "resque-vital-signs");
			thread.setDaemon(true);
			thread.start();
		}
		return task;
	}

}
