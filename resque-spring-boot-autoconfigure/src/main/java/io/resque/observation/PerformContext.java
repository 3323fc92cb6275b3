package io.resque.observation;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

import io.resque.JobContext;

/**
 * The run of a job, as it is observed. Its carrier is the member {@code trace} of the
 * payload.
 */
public final class PerformContext extends ReceiverContext<Map<String, String>> {

	private final JobContext run;

	private @Nullable PerformOutcome outcome;

	PerformContext(JobContext run, Map<String, String> trace) {
		super((carrier, name) -> carrier.get(name), Kind.CONSUMER);
		this.run = run;
		setCarrier(trace);
		setRemoteServiceName("redis");
	}

	/** The run. */
	public JobContext run() {
		return this.run;
	}

	/** What has become of it; null as long as nothing has. */
	public @Nullable PerformOutcome outcome() {
		return this.outcome;
	}

	void end(PerformOutcome outcome) {
		this.outcome = outcome;
	}

}
