package io.resque.observation;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.inspect.Vitals;
import io.resque.redis.RedisCallException;

/**
 * The last look at Redis, for all meters together: they are read one after the other, and
 * should tell of the same moment. That Redis does not answer is kept, too, or each of
 * them would wait for it again.
 */
final class CachedVitals {

	/** For how long a look is good. */
	static final Duration SPAN = Duration.ofSeconds(5);

	private final Supplier<Vitals> read;

	private final Consumer<Vitals> onNews;

	private final LongSupplier nanoClock;

	private final ReentrantLock reading = new ReentrantLock();

	private volatile @Nullable Look last;

	private volatile @Nullable Vitals lastAnswer;

	/**
	 * Creates a cache.
	 * @param read looks at Redis
	 * @param onNews told of each answer, by the thread that got it
	 * @param nanoClock a monotonic clock
	 */
	CachedVitals(Supplier<Vitals> read, Consumer<Vitals> onNews, LongSupplier nanoClock) {
		this.read = read;
		this.onNews = onNews;
		this.nanoClock = nanoClock;
	}

	/** What was seen at most five seconds ago; null when Redis did not answer. */
	@Nullable Vitals current() {
		Look look = this.last;
		return (look != null && isFresh(look)) ? look.vitals() : lookAgain();
	}

	/** The last answer, however old; null when there never was one. */
	@Nullable Vitals lastAnswer() {
		current();
		return this.lastAnswer;
	}

	private @Nullable Vitals lookAgain() {
		Vitals seen;
		this.reading.lock();
		try {
			Look look = this.last;
			if (look != null && isFresh(look)) {
				return look.vitals();
			}
			seen = look();
			this.last = new Look(seen, this.nanoClock.getAsLong());
		}
		finally {
			this.reading.unlock();
		}
		// Not under the lock: a registry that is told of meters has locks of its own.
		if (seen != null) {
			this.lastAnswer = seen;
			this.onNews.accept(seen);
		}
		return seen;
	}

	private @Nullable Vitals look() {
		try {
			return this.read.get();
		}
		catch (RedisCallException ex) {
			// The meters say so: they have no value.
			return null;
		}
	}

	private boolean isFresh(Look look) {
		return this.nanoClock.getAsLong() - look.at() < SPAN.toNanos();
	}

	/**
	 * A look at Redis.
	 *
	 * @param vitals what was seen, or null
	 * @param at when it ended
	 */
	private record Look(@Nullable Vitals vitals, long at) {
	}

}
