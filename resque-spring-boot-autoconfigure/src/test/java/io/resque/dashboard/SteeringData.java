package io.resque.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.resque.inspect.StoredKeys;
import io.resque.inspect.WorkerControl;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * What is paused and ordered in a test of the dashboard, and the keys that it shows.
 */
public final class SteeringData {

	public final Set<String> pausedQueues = new TreeSet<>();

	public final Map<String, Long> pausedJobs = new TreeMap<>();

	public boolean paused;

	public final List<StoredKeys.Key> keys = new ArrayList<>();

	public final Map<String, StoredKeys.Values> values = new TreeMap<>();

	private final DashboardData data;

	SteeringData(DashboardData data) {
		this.data = data;
	}

	void reset() {
		this.pausedQueues.clear();
		this.pausedJobs.clear();
		this.paused = false;
		this.keys.clear();
		this.values.clear();
	}

	public WorkerControl control() {
		WorkerControl control = mock();
		given(control.isPaused()).willAnswer((call) -> this.paused);
		given(control.isPaused(anyString()))
			.willAnswer((call) -> this.pausedQueues.contains(call.<String>getArgument(0)));
		given(control.pausedQueues()).willAnswer((call) -> this.pausedQueues);
		given(control.pausedJobs()).willAnswer((call) -> this.pausedJobs);
		given(control.killJob(anyString(), anyString())).willAnswer((call) -> {
			this.data.calls.add("kill " + call.getArgument(0) + " " + call.getArgument(1));
			return this.data.workers.stream()
				.anyMatch((worker) -> worker.job() != null && worker.job().id().equals(call.getArgument(1)));
		});
		willAnswer((call) -> this.data.calls.add("pause all")).given(control).pause();
		willAnswer((call) -> this.data.calls.add("resume all")).given(control).resume();
		willAnswer((call) -> this.data.calls.add("pause queue " + call.getArgument(0))).given(control)
			.pauseQueue(anyString());
		given(control.resumeQueue(anyString()))
			.willAnswer((call) -> this.data.calls.add("resume queue " + call.getArgument(0)));
		given(control.resumeJob(anyString()))
			.willAnswer((call) -> this.data.calls.add("resume job " + call.getArgument(0)));
		given(control.quiet(anyString())).willAnswer((call) -> order("quiet", call.getArgument(0)));
		given(control.resume(anyString())).willAnswer((call) -> order("resume", call.getArgument(0)));
		given(control.stop(anyString())).willAnswer((call) -> order("stop", call.getArgument(0)));
		return control;
	}

	private boolean order(String order, String id) {
		this.data.calls.add(order + " " + id);
		return this.data.process(id) != null;
	}

	public StoredKeys keys() {
		StoredKeys mock = mock();
		given(mock.find(anyString(), any())).willAnswer((call) -> new StoredKeys.Keys(this.keys, "4711"));
		given(mock.isKey(anyString())).willAnswer((call) -> call.<String>getArgument(0).startsWith("resque:"));
		given(mock.values(anyString(), any())).willAnswer((call) -> this.values.get(call.<String>getArgument(0)));
		return mock;
	}

}
