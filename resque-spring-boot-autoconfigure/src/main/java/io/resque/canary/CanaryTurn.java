package io.resque.canary;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.resque.failure.BulkAction;
import io.resque.failure.BulkOrder;
import io.resque.failure.BulkProgress;
import io.resque.failure.Failures;
import io.resque.redis.CanaryStore;

/**
 * One turn of a canary retry: looks at what was heard, and sends some, or ends it.
 */
final class CanaryTurn {

	/** A turn searches no longer than this. */
	private static final long SEARCH = Duration.ofSeconds(1).toNanos();

	private static final long INTERVAL_MILLIS = 1000;

	/** So many seconds' worth may be without news. */
	private static final long AHEAD = 30;

	private final CanaryState state;

	private final CanaryStore store;

	private final Failures failures;

	private final Map<String, String> changes = new LinkedHashMap<>();

	CanaryTurn(CanaryState state, CanaryStore store, Failures failures) {
		this.state = state;
		this.store = store;
		this.failures = failures;
	}

	/** Answers whether its phase has changed. */
	boolean run() {
		long outcomes = this.state.passed() + this.state.failed();
		if (outcomes != this.state.heard()) {
			this.changes.put(CanaryState.HEARD, Long.toString(outcomes));
			this.changes.put(CanaryState.HEARD_AT, Long.toString(this.state.now()));
		}
		if (!goOn(outcomes, this.state.sent() - outcomes)) {
			return false;
		}
		this.changes.put(CanaryState.NEXT, Long.toString(this.state.now() + INTERVAL_MILLIS));
		return write() && this.changes.containsKey(CanaryStore.PHASE);
	}

	/** Answers false when somebody has cancelled it, or taken the turn. */
	private boolean goOn(long outcomes, long waiting) {
		CanaryPlan plan = this.state.plan();
		boolean over = this.state.isOver();
		long all = over ? this.state.sent() : Math.max(plan.first(), this.state.sent());
		if (plan.isFailed(this.state.failed(), all)) {
			end(CanaryPhase.STOPPED, this.state.failed() + " of " + outcomes + " did not pass");
		}
		else if (waiting > 0 && isPatienceOver(plan)) {
			end(CanaryPhase.STOPPED, "nothing was heard of " + waiting + " jobs for " + plan.patience());
		}
		else if (over && waiting <= 0) {
			end(CanaryPhase.DONE, this.state.passed() + " of " + outcomes + " passed");
		}
		else if (!over && this.state.phase() == CanaryPhase.GOING_ON) {
			return send(Math.min(plan.perSecond(), Math.max(plan.first(), AHEAD * plan.perSecond()) - waiting));
		}
		else if (!over && this.state.sent() < plan.first()) {
			return send(plan.first() - this.state.sent());
		}
		else if (!over && waiting <= 0) {
			end(CanaryPhase.GOING_ON, this.state.passed() + " of the first " + outcomes + " passed");
		}
		return true;
	}

	/** Since when something was heard, or something was sent. */
	private boolean isPatienceOver(CanaryPlan plan) {
		return !this.changes.containsKey(CanaryState.HEARD_AT)
				&& this.state.now() - this.state.heardAt() > plan.patience().toMillis();
	}

	/**
	 * Sends so many. They are counted before: when a crash comes in between, it waits for
	 * jobs that were not sent rather than sends more than it should.
	 */
	private boolean send(long most) {
		if (most <= 0) {
			return true;
		}
		String id = this.state.id();
		String sent = this.state.ofRound(CanaryState.SENT);
		Map<String, String> heard = Map.of(CanaryState.HEARD_AT, Long.toString(this.state.now()));
		if (!this.store.write(id, this.state.turn(), sent, most, heard)) {
			return false;
		}
		CanaryPlan plan = this.state.plan();
		BulkOrder order = new BulkOrder(plan.remove() ? BulkAction.RETRY_AND_REMOVE : BulkAction.RETRY, plan.filter(),
				most, Map.of(CanaryHooks.MEMBER, id + ":" + this.state.round()),
				"\"" + CanaryHooks.MEMBER + "\":\"" + id + ":");
		long start = System.nanoTime();
		BulkProgress progress = this.failures.apply(order, this.state.cursor(),
				(sofar) -> System.nanoTime() - start < SEARCH && this.store.write(id, this.state.turn(), Map.of()));
		this.store.count(id, sent, progress.done() - most);
		this.store.count(id, CanaryState.REFUSED, progress.refused());
		this.changes.put(CanaryState.CURSOR, (progress.next() != null) ? progress.next().toString() : CanaryState.END);
		this.changes.put(CanaryState.SEARCHED, Long.toString(progress.searched()));
		this.changes.put(CanaryState.OF, Long.toString(progress.of()));
		return true;
	}

	private void end(CanaryPhase phase, String reason) {
		this.changes.put(CanaryStore.PHASE, phase.name());
		this.changes.put(CanaryState.REASON, reason);
	}

	private boolean write() {
		return this.store.write(this.state.id(), this.state.turn(), this.changes);
	}

}
