package io.resque.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Counters of jobs that are tried again, in the keys of Ruby's plugin resque-retry. What
 * changes them are commands, to be carried out when the run is acknowledged. A job is
 * named by its {@code identity}, class name and digest of its arguments.
 */
public final class RetryStore {

	private static final int AT_ONCE = 500;

	private final ResqueRedis redis;

	private final Keyspace keys;

	public RetryStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** What is known of the earlier runs of a job. */
	public Known read(String identity) {
		List<Object> answer = this.redis.evalList(LuaScript.RETRY_READ,
				List.of(this.keys.retryCounter(identity), this.keys.retryHistory(identity)), List.of());
		byte[] history = (byte[]) answer.get(1);
		return new Known(counter(Keyspace.text((byte[]) answer.get(0))), (history.length > 0) ? history : null,
				Instant.EPOCH.plusNanos(Long.parseLong(Keyspace.text((byte[]) answer.get(2))) * 1000));
	}

	/**
	 * How often jobs were tried ({@code MGET resque-retry:…}).
	 * @param identities the jobs
	 * @return for each whether it is known to have failed
	 */
	public List<Boolean> areKnown(List<String> identities) {
		List<Boolean> known = new ArrayList<>();
		for (int from = 0; from < identities.size(); from += AT_ONCE) {
			byte[][] keys = identities.subList(from, Math.min(identities.size(), from + AT_ONCE))
				.stream()
				.map(this.keys::retryCounter)
				.toArray(byte[][]::new);
			List<byte[]> values = this.redis.call((redis) -> redis.stringCommands().mGet(keys));
			for (int i = 0; i < keys.length; i++) {
				byte[] value = (values != null) ? values.get(i) : null;
				known.add(value != null && counter(Keyspace.text(value)) != null);
			}
		}
		return known;
	}

	/** Forgets everything of a job at once. */
	public void forgetNow(String identity) {
		this.redis.call((redis) -> redis.keyCommands()
			.del(this.keys.retryCounter(identity), this.keys.retryHistory(identity),
					this.keys.retriedFailure(identity)));
	}

	private static @Nullable Long counter(String text) {
		try {
			return Long.valueOf(text.strip());
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Counts a run ({@code SET resque-retry:…}).
	 * @param identity the job
	 * @param counter the number of the run, 0 for the first
	 * @param expiry how long it is kept; zero for ever
	 */
	public String[] count(String identity, long counter, Duration expiry) {
		return set(this.keys.retryCounter(identity), Long.toString(counter), expiry);
	}

	/**
	 * Keeps the earlier failures of a job ({@code SET spring:retry:…}).
	 * @param identity the job
	 * @param history JSON
	 * @param expiry how long they are kept; zero for ever
	 */
	public String[] remember(String identity, byte[] history, Duration expiry) {
		return set(this.keys.retryHistory(identity), Keyspace.text(history), expiry);
	}

	/**
	 * Keeps the entry of a failure while the job waits
	 * ({@code SET failure-resque-retry:…}, Ruby: {@code SETEX}).
	 * @param identity the job
	 * @param entry the entry
	 * @param expiry how long it is kept
	 */
	public String[] keepFailure(String identity, byte[] entry, Duration expiry) {
		return set(this.keys.retriedFailure(identity), Keyspace.text(entry), expiry);
	}

	/** Forgets everything of a job ({@code DEL}). */
	public String[] forget(String identity) {
		return new String[] { "DEL", Keyspace.text(this.keys.retryCounter(identity)),
				Keyspace.text(this.keys.retryHistory(identity)), Keyspace.text(this.keys.retriedFailure(identity)) };
	}

	private static String[] set(byte[] key, String value, Duration expiry) {
		String name = Keyspace.text(key);
		return expiry.isZero() ? new String[] { "SET", name, value }
				: new String[] { "SET", name, value, "EX", Long.toString(Math.max(1, expiry.toSeconds())) };
	}

	/**
	 * What is known of the earlier runs of a job.
	 *
	 * @param counter the number of the last run, 0 for the first; null when none is known
	 * to have failed
	 * @param history JSON of its earlier failures, or null
	 * @param now the present time, by the clock of Redis
	 */
	public record Known(@Nullable Long counter, byte @Nullable [] history, Instant now) {
	}

}
