package io.resque.dashboard.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.resque.inspect.WorkerInfo;

/**
 * A host and how many workers it has.
 *
 * @param name the host part of the worker ids
 * @param workers number of its workers
 * @param working number of those that work
 */
public record HostRow(String name, long workers, long working) {

	static List<HostRow> of(List<WorkerInfo> workers) {
		Map<String, List<WorkerInfo>> hosts = new TreeMap<>();
		for (WorkerInfo worker : workers) {
			hosts.computeIfAbsent(worker.host(), (host) -> new ArrayList<>()).add(worker);
		}
		return hosts.entrySet().stream().map((host) -> of(host.getKey(), host.getValue())).toList();
	}

	private static HostRow of(String name, List<WorkerInfo> workers) {
		return new HostRow(name, workers.size(), workers.stream().filter((worker) -> worker.job() != null).count());
	}

}
