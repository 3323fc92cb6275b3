package io.resque.canary;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

import io.resque.Again;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.RunNotes;
import io.resque.failure.BulkOrder;
import io.resque.json.BytePattern;
import io.resque.json.ResqueJson;
import io.resque.redis.CanaryStore;

/**
 * Tells a canary retry what has become of its jobs, in the step that acknowledges them.
 * Runs after all other hooks, so that it knows.
 */
public final class CanaryHooks implements JobHooks, Ordered {

	/** Member of the payload of such a job: id and round of its retry. */
	static final String MEMBER = BulkOrder.ONCE + "canary";

	private static final BytePattern SIGN = new BytePattern("\"" + MEMBER + "\":", false);

	private final CanaryStore store;

	private final ResqueJson json;

	public CanaryHooks(CanaryStore store, ResqueJson json) {
		this.store = store;
		this.json = json;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	/** Whoever is to run again has not passed, and says so once. */
	@Override
	public void always(JobContext context, @Nullable Throwable failure) {
		byte[] payload = context.payload();
		if (SIGN.isIn(payload) && this.json.decode(payload) instanceof Map<?, ?> members
				&& members.get(MEMBER) instanceof String mark) {
			RunNotes notes = context.notes();
			Again again = notes.again();
			if (again != null && again.payload() == null) {
				notes.runAgain(new Again(again.delay(), again.queue(), without(members), again.recorded()));
			}
			report(notes, mark, failure == null && again == null);
		}
	}

	private void report(RunNotes notes, String mark, boolean passed) {
		try {
			this.store.report(mark, passed).forEach(notes::withAcknowledgement);
		}
		catch (IllegalArgumentException ex) {
			// The run has said too much already. It must not fail of that: the retry
			// waits for news, and stops.
		}
	}

	private byte[] without(Map<?, ?> members) {
		Map<Object, Object> others = new LinkedHashMap<>(members);
		others.remove(MEMBER);
		return this.json.encode(others);
	}

}
