package io.resque.canary;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.canary.CanaryRetry.Counts;
import io.resque.failure.FailureCursor;
import io.resque.redis.CanaryStore;
import io.resque.redis.CanaryStore.Turn;

/**
 * A canary retry as it is in Redis. Counters of each round are by themselves, so that
 * what is heard late of an earlier round does not count for this one.
 */
final class CanaryState {

	static final String PLAN = "plan";

	static final String STARTED = "started";

	static final String REASON = "reason";

	static final String SENT = "sent";

	static final String REFUSED = "refused";

	static final String SEARCHED = "searched";

	static final String OF = "of";

	/** Where the search goes on; {@value #END} when it is over. */
	static final String CURSOR = "cursor";

	static final String END = "end";

	/** How many outcomes were heard when last one was, and when that was. */
	static final String HEARD = "heard";

	static final String HEARD_AT = "heard_at";

	/** When the next turn may be taken. */
	static final String NEXT = "next";

	private final String id;

	private final Map<String, String> fields;

	private final CanaryPlan plan;

	private final CanaryPhase phase;

	/**
	 * Reads it.
	 * @throws RuntimeException when it is none
	 */
	CanaryState(String id, Map<String, String> fields, CanaryText text) {
		this.id = id;
		this.fields = fields;
		this.plan = text.read(text(PLAN).getBytes(StandardCharsets.UTF_8));
		this.phase = CanaryPhase.valueOf(text(CanaryStore.PHASE));
	}

	String id() {
		return this.id;
	}

	CanaryPlan plan() {
		return this.plan;
	}

	CanaryPhase phase() {
		return this.phase;
	}

	String round() {
		return text(CanaryStore.ROUND);
	}

	/** Where it was read, whoever has the turn. */
	Turn place() {
		return new Turn(this.phase.name(), round(), "");
	}

	/** The turn in which it was read. */
	Turn turn() {
		return new Turn(this.phase.name(), round(), text(NEXT));
	}

	/** When this was read, in milliseconds of Redis time. */
	long now() {
		return number("now");
	}

	long heard() {
		return number(HEARD);
	}

	long heardAt() {
		return number(HEARD_AT);
	}

	/** Of this round. */
	long sent() {
		return number(ofRound(SENT));
	}

	/** Of this round. */
	long passed() {
		return number(ofRound("passed"));
	}

	/** Of this round. */
	long failed() {
		return number(ofRound("failed"));
	}

	String ofRound(String counter) {
		return counter + ":" + round();
	}

	boolean isOver() {
		return text(CURSOR).equals(END);
	}

	@Nullable FailureCursor cursor() {
		return text(CURSOR).isEmpty() ? null : FailureCursor.parse(text(CURSOR));
	}

	CanaryRetry shown() {
		String reason = text(REASON);
		return new CanaryRetry(this.id, this.plan, this.phase,
				new Counts(total(SENT), total("passed"), total("failed"), number(REFUSED)), number(SEARCHED),
				number(OF), Instant.ofEpochMilli(number(STARTED)), reason.isEmpty() ? null : reason);
	}

	private long total(String counter) {
		return this.fields.keySet()
			.stream()
			.filter((name) -> name.startsWith(counter + ":"))
			.mapToLong(this::number)
			.sum();
	}

	private long number(String field) {
		String text = text(field);
		return text.isEmpty() ? 0 : Long.parseLong(text);
	}

	private String text(String field) {
		return this.fields.getOrDefault(field, "");
	}

}
