package io.resque.retry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.Attempts;
import io.resque.EarlierFailure;
import io.resque.json.JsonException;
import io.resque.json.ResqueJson;
import io.resque.redis.RetryStore;

/**
 * The earlier runs of a job, read from Redis when they are first asked for.
 */
final class KnownAttempts implements Attempts {

	private static final String FIRST = "first";

	private final RetryStore store;

	private final String identity;

	private final ResqueJson json;

	private RetryStore.@Nullable Known known;

	private long readAt;

	private Map<?, ?> history = Map.of();

	KnownAttempts(RetryStore store, String identity, ResqueJson json) {
		this.store = store;
		this.identity = identity;
		this.json = json;
	}

	String identity() {
		return this.identity;
	}

	/** Whether earlier runs are not known to be none. */
	synchronized boolean mayHaveFailedBefore() {
		return this.known == null || this.known.counter() != null || this.known.history() != null;
	}

	/** What Redis knows; read once. */
	synchronized RetryStore.Known known() {
		if (this.known == null) {
			RetryStore.Known read = this.store.read(this.identity);
			// Ruby forgets its counter alone.
			this.history = (read.counter() != null) ? members(read.history()) : Map.of();
			this.readAt = System.nanoTime();
			this.known = read;
		}
		return this.known;
	}

	@Override
	public int number() {
		Long counter = known().counter();
		return (counter != null) ? (int) Math.max(1, Math.min(Integer.MAX_VALUE, counter + 2)) : 1;
	}

	@Override
	public List<EarlierFailure> failures() {
		known();
		List<EarlierFailure> failures = new ArrayList<>();
		if (this.history.get("failures") instanceof List<?> entries) {
			for (Object entry : entries) {
				if (entry instanceof Map<?, ?> members) {
					failures.add(new EarlierFailure(Instant.ofEpochMilli(number(members.get("at"))),
							String.valueOf(members.get("exception")), String.valueOf(members.get("error"))));
				}
			}
		}
		return failures;
	}

	/** The present time, by the clock of Redis. */
	Instant now() {
		return known().now().plusNanos(System.nanoTime() - this.readAt);
	}

	/**
	 * Since when the job fails: since now, when it is not known to have failed before.
	 */
	Instant failsSince() {
		Instant now = now();
		return (this.history.get(FIRST) instanceof Number first) ? Instant.ofEpochMilli(first.longValue()) : now;
	}

	/**
	 * What is kept when this run has failed, too.
	 * @param failure the failure of this run
	 * @param most how many failures are kept
	 * @return JSON
	 */
	byte[] historyWith(EarlierFailure failure, int most) {
		List<EarlierFailure> all = new ArrayList<>(failures());
		all.add(failure);
		List<Map<String, Object>> kept = all.subList(Math.max(0, all.size() - most), all.size())
			.stream()
			.map(KnownAttempts::members)
			.toList();
		Map<String, Object> written = new LinkedHashMap<>();
		written.put(FIRST, failsSince().toEpochMilli());
		written.put("failures", kept);
		return this.json.encode(written);
	}

	private static Map<String, Object> members(EarlierFailure failure) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("at", failure.at().toEpochMilli());
		members.put("exception", failure.exception());
		members.put("error", failure.error());
		return members;
	}

	/** What is no history counts as none. */
	private Map<?, ?> members(byte @Nullable [] written) {
		try {
			return (written != null && this.json.decode(written) instanceof Map<?, ?> members) ? members : Map.of();
		}
		catch (JsonException ex) {
			return Map.of();
		}
	}

	private static long number(@Nullable Object value) {
		return (value instanceof Number number) ? number.longValue() : 0;
	}

}
