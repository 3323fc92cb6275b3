package io.resque.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.ResqueException;
import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.redis.CanaryStore;
import io.resque.redis.ServerStore;

/**
 * Retries many failed jobs with care: a few first, and the others, at a rate, if enough
 * of these pass. What becomes of a job is known where a worker of this library performs
 * it. A canary retry is kept in Redis; whichever process has workers goes on with it, so
 * it survives the one that has started it.
 */
public final class CanaryRetries {

	private static final int ID_LENGTH = 10;

	private final CanaryStore store;

	private final Failures failures;

	private final ServerStore server;

	private final CanaryText text;

	private final ResqueEvents events;

	public CanaryRetries(CanaryStore store, Failures failures, ServerStore server, JobCodec codec,
			ResqueEvents events) {
		this.store = store;
		this.failures = failures;
		this.server = server;
		this.text = new CanaryText(codec.json());
		this.events = events;
	}

	/**
	 * Starts a canary retry; the first jobs are retried within seconds.
	 * @param plan how it goes
	 * @return its id
	 * @throws IllegalArgumentException when the filter asks for jobs that were retried:
	 * none of them would be retried again
	 */
	public String start(CanaryPlan plan) {
		if (Boolean.TRUE.equals(plan.filter().retried())) {
			throw new IllegalArgumentException(
					"A canary retry leaves alone what was retried: 'retried' must not be true");
		}
		String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), ID_LENGTH);
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put(CanaryState.PLAN, new String(this.text.write(plan), StandardCharsets.UTF_8));
		fields.put(CanaryState.STARTED, Long.toString(this.server.time().toEpochMilli()));
		fields.put(CanaryStore.PHASE, CanaryPhase.FIRST.name());
		fields.put(CanaryStore.ROUND, "1");
		this.store.add(id, fields);
		announce(id, CanaryPhase.FIRST,
				plan.first() + " first, then " + plan.perSecond() + " a second if " + plan.percent() + " % pass");
		return id;
	}

	/** All of the last 30 days, newest first. */
	public List<CanaryRetry> all() {
		List<CanaryRetry> all = new ArrayList<>();
		for (String id : this.store.ids()) {
			CanaryRetry found = find(id);
			if (found != null) {
				all.add(found);
			}
			else {
				this.store.forget(id);
			}
		}
		all.sort(Comparator.comparing(CanaryRetry::startedAt).reversed().thenComparing(CanaryRetry::id));
		return all;
	}

	/** One of them, or null. */
	public @Nullable CanaryRetry find(String id) {
		CanaryState state = state(id);
		return (state != null) ? state.shown() : null;
	}

	/**
	 * Ends one for now; what was retried stays so.
	 * @return false when it does not go on anyway
	 */
	public boolean cancel(String id) {
		CanaryState state = state(id);
		return state != null && state.phase().isActive() && move(state, CanaryPhase.CANCELLED, Map.of());
	}

	/**
	 * Goes on with one that has stopped or was cancelled, where it was: with the first
	 * jobs of a new round, on which everything depends again.
	 * @return false when there is nothing to go on with
	 */
	public boolean resume(String id) {
		CanaryState state = state(id);
		return state != null && (state.phase() == CanaryPhase.STOPPED || state.phase() == CanaryPhase.CANCELLED)
				&& move(state, CanaryPhase.FIRST, Map.of(CanaryStore.ROUND,
						Integer.toString(Integer.parseInt(state.round()) + 1), CanaryState.HEARD, "0"));
	}

	/**
	 * Takes a turn of each one that goes on, unless another process has it.
	 * @return whether one goes on
	 */
	public boolean runOnce() {
		boolean active = false;
		for (String id : this.store.ids()) {
			Map<String, String> fields = this.store.takeTurn(id);
			if (!fields.isEmpty()) {
				active = true;
				CanaryState state = new CanaryState(id, fields, this.text);
				if (new CanaryTurn(state, this.store, this.failures).run()) {
					CanaryRetry now = find(id);
					if (now != null) {
						announce(id, now.phase(), (now.reason() != null) ? now.reason() : "");
					}
				}
			}
		}
		return active;
	}

	private boolean move(CanaryState state, CanaryPhase phase, Map<String, String> more) {
		Map<String, String> fields = new LinkedHashMap<>(more);
		fields.put(CanaryStore.PHASE, phase.name());
		fields.put(CanaryState.REASON, "");
		fields.put(CanaryState.NEXT, "0");
		boolean moved = this.store.write(state.id(), state.phase().name(), state.round(), fields);
		if (moved) {
			announce(state.id(), phase, "");
		}
		return moved;
	}

	private @Nullable CanaryState state(String id) {
		Map<String, String> fields = this.store.read(id);
		try {
			return fields.containsKey(CanaryStore.PHASE) ? new CanaryState(id, fields, this.text) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new ResqueException("The canary retry " + id + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void announce(String id, CanaryPhase phase, String reason) {
		this.events.announce(new FailureEvent.Canary(id, phase.name(), reason));
	}

}
