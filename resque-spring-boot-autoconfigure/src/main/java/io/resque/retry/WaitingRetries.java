package io.resque.retry;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedCursor;
import io.resque.DelayedJob;
import io.resque.DelayedOperations;
import io.resque.DelayedPlace;
import io.resque.FoundDelayed;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.ResqueException;
import io.resque.json.ResqueJson;
import io.resque.redis.RedisCallException;
import io.resque.redis.RetryStore;

/**
 * The jobs that wait for another attempt: delayed jobs for which attempts are counted.
 * Equal jobs share their counter, as in Ruby, so an equal job that was delayed by
 * somebody counts as one of them.
 */
public final class WaitingRetries {

	private final Supplier<DelayedOperations> delayed;

	private final RetryStore store;

	private final ResqueJson json;

	/**
	 * Creates it.
	 * @param delayed the delayed jobs
	 * @param store counters
	 * @param codec reads earlier failures
	 */
	public WaitingRetries(Supplier<DelayedOperations> delayed, RetryStore store, JobCodec codec) {
		this.delayed = delayed;
		this.store = store;
		this.json = codec.json();
	}

	/**
	 * Searches for jobs that wait for another attempt. One call looks at a bounded
	 * stretch of the delayed jobs, as {@link DelayedOperations#search}.
	 * @param job a part of the name of the job, in whatever case; null for all
	 * @param from where to go on, or a time; null to begin with the next one
	 * @param limit most jobs to find
	 * @return what was found, and where to go on
	 */
	public FoundRetries search(@Nullable String job, @Nullable DelayedCursor from, int limit) {
		return call(() -> {
			FoundDelayed found = this.delayed.get().search((some) -> match(some, job), from, limit);
			List<WaitingRetry> retries = new ArrayList<>();
			for (FoundDelayed.Match match : found.found()) {
				KnownAttempts attempts = new KnownAttempts(this.store, RetryIdentity.of(match.job().job()), this.json);
				retries.add(new WaitingRetry(match.entry(), attempts.number(), attempts.failures()));
			}
			return new FoundRetries(retries, found.searched(), found.upTo(), found.next());
		});
	}

	private BitSet match(List<DelayedJob> some, @Nullable String name) {
		List<Integer> positions = new ArrayList<>();
		List<String> identities = new ArrayList<>();
		for (int i = 0; i < some.size(); i++) {
			Job job = some.get(i).job();
			if (name == null || job.name().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
				positions.add(i);
				identities.add(RetryIdentity.of(job));
			}
		}
		BitSet meant = new BitSet(some.size());
		List<Boolean> known = this.store.areKnown(identities);
		for (int i = 0; i < known.size(); i++) {
			meant.set(positions.get(i), known.get(i));
		}
		return meant;
	}

	/**
	 * Gives an attempt up: the job is removed, and what is known of its earlier runs is
	 * forgotten, so that an equal job begins with its first attempt. Nothing is recorded
	 * as failed.
	 * @param place where the job was seen
	 * @return false when it was gone; nothing is changed then
	 */
	public boolean cancel(DelayedPlace place) {
		return call(() -> {
			DelayedJob job = this.delayed.get().find(place).orElse(null);
			if (job == null || !this.delayed.get().remove(place)) {
				return false;
			}
			this.store.forgetNow(RetryIdentity.of(job.job()));
			return true;
		});
	}

	private static <T> T call(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RedisCallException ex) {
			throw new ResqueException(String.valueOf(ex.getMessage()), ex);
		}
	}

}
