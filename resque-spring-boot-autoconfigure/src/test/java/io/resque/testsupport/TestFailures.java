package io.resque.testsupport;

import java.util.List;
import java.util.Map;

import io.resque.JobCodec;
import io.resque.failure.FailureBackend;
import io.resque.failure.FailureRecorder;
import io.resque.failure.FailureSettings;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

/**
 * Records failures in tests, without an application context.
 */
public final class TestFailures {

	private TestFailures() {
	}

	/** By {@code resque.failure.backends}; without any in the list of all queues. */
	public static FailureRecorder recorder(String... backends) {
		return recorder(new RecordedEvents(), Map.of(), backends);
	}

	/** With beans of the application, and told. */
	public static FailureRecorder recorder(RecordedEvents events, Map<String, FailureBackend> beans,
			String... backends) {
		return FailureRecorder.of(new FailureSettings(List.of(backends), null, null), beans,
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)), events.events());
	}

}
