package io.resque.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.ResqueException;
import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.json.JsonException;
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

	private static final Set<String> ACTIVE = Arrays.stream(CanaryPhase.values())
		.filter(CanaryPhase::isActive)
		.map(Enum::name)
		.collect(Collectors.toUnmodifiableSet());

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
		announce(id, plan.filter().summary(), CanaryPhase.FIRST,
				plan.first() + " first, then " + plan.perSecond() + " a second if " + plan.percent() + " % pass");
		return id;
	}

	/** All of the last 30 days that can be read, newest first. */
	public List<CanaryRetry> all() {
		List<CanaryRetry> all = new ArrayList<>();
		for (String id : this.store.phases().keySet()) {
			CanaryRetry found = readable(id, this.store.read(id)) ? find(id) : null;
			if (found != null) {
				all.add(found);
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
	 * Ends one for now; what was retried stays so, and what is just being sent still is.
	 * @return false when it does not go on anyway
	 */
	public boolean cancel(String id) {
		CanaryState state = state(id);
		// It may come from one phase to another meanwhile.
		while (state != null && state.phase().isActive()) {
			if (move(state, CanaryPhase.CANCELLED, Map.of())) {
				return true;
			}
			state = state(id);
		}
		return false;
	}

	/**
	 * Goes on with one that has stopped or was cancelled, where it was: with the first
	 * jobs of a new round, on which everything depends again. Those that it has retried
	 * and that failed again are left alone.
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
		for (Map.Entry<String, String> known : this.store.phases().entrySet()) {
			if (ACTIVE.contains(known.getValue())) {
				Map<String, String> fields = this.store.takeTurn(known.getKey());
				active |= !fields.isEmpty();
				if (!fields.isEmpty() && readable(known.getKey(), fields)) {
					turn(new CanaryState(known.getKey(), fields, this.text));
				}
			}
			else if (this.store.read(known.getKey()).isEmpty()) {
				this.store.forget(known.getKey());
			}
		}
		return active;
	}

	private void turn(CanaryState state) {
		if (new CanaryTurn(state, this.store, this.failures).run()) {
			CanaryRetry now = find(state.id());
			if (now != null) {
				announce(state.id(), now.plan().filter().summary(), now.phase(),
						(now.reason() != null) ? now.reason() : "");
			}
		}
	}

	/** One that cannot be read keeps nobody else from going on. */
	private boolean readable(String id, Map<String, String> fields) {
		try {
			new CanaryState(id, fields, this.text);
			return true;
		}
		catch (IllegalArgumentException | JsonException ex) {
			this.store.forget(id);
			announce(id, "failed jobs", CanaryPhase.STOPPED, "it cannot be read: " + ex.getMessage());
			return false;
		}
	}

	private boolean move(CanaryState state, CanaryPhase phase, Map<String, String> more) {
		Map<String, String> fields = new LinkedHashMap<>(more);
		fields.put(CanaryStore.PHASE, phase.name());
		fields.put(CanaryState.REASON, "");
		fields.put(CanaryState.NEXT, "0");
		boolean moved = this.store.write(state.id(), state.place(), fields);
		if (moved) {
			announce(state.id(), state.plan().filter().summary(), phase, "");
		}
		return moved;
	}

	private @Nullable CanaryState state(String id) {
		Map<String, String> fields = this.store.read(id);
		try {
			return fields.containsKey(CanaryStore.PHASE) ? new CanaryState(id, fields, this.text) : null;
		}
		catch (IllegalArgumentException | JsonException ex) {
			throw new ResqueException("The canary retry " + id + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void announce(String id, String jobs, CanaryPhase phase, String reason) {
		this.events.announce(new FailureEvent.Canary(id, jobs, phase.name(), reason));
	}

}
