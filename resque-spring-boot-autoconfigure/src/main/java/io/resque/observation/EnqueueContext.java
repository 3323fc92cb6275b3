package io.resque.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import io.resque.AroundEnqueue.Call;

/**
 * A call that enqueues jobs, as it is observed. Its carrier becomes the member
 * {@code trace} of their payloads.
 */
public final class EnqueueContext extends SenderContext<Map<String, String>> {

	private final Call call;

	private final Map<String, String> trace = new LinkedHashMap<>();

	private @Nullable EnqueueOutcome outcome;

	EnqueueContext(Call call) {
		super((carrier, name, value) -> {
			if (carrier != null) {
				carrier.put(name, value);
			}
		}, Kind.PRODUCER);
		this.call = call;
		setCarrier(this.trace);
		setRemoteServiceName("redis");
	}

	/** What is enqueued. */
	public Call call() {
		return this.call;
	}

	/** What has become of it; null as long as nothing has. */
	public @Nullable EnqueueOutcome outcome() {
		return this.outcome;
	}

	void end(EnqueueOutcome outcome) {
		this.outcome = outcome;
	}

	Map<String, String> trace() {
		return this.trace;
	}

}
