package io.resque.dashboard.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.resque.inspect.ProcessInfo;
import io.resque.inspect.WorkerInfo;

/**
 * A machine with its worker processes, and the workers of other kinds beside them.
 *
 * @param name its name
 * @param processes our processes there, as far as they are shown
 * @param others workers there that are not ours: Ruby's, PHP's
 * @param othersWorking how many of those work
 */
public record HostProcesses(String name, List<ProcessInfo> processes, long others, long othersWorking) {

	/**
	 * Sorts processes by machines; machines that have workers of others only come last.
	 * @param shown the processes to show
	 * @param workers all registered workers
	 * @param all all processes
	 */
	static List<HostProcesses> of(List<ProcessInfo> shown, List<WorkerInfo> workers, List<ProcessInfo> all) {
		Map<String, List<WorkerInfo>> others = new TreeMap<>();
		workers.stream()
			.filter((worker) -> !worker.isOurs())
			.forEach((worker) -> others.computeIfAbsent(worker.host(), (host) -> new ArrayList<>()).add(worker));
		Map<String, List<ProcessInfo>> hosts = new TreeMap<>();
		shown.forEach((process) -> hosts.computeIfAbsent(process.host(), (host) -> new ArrayList<>()).add(process));
		List<HostProcesses> found = new ArrayList<>();
		hosts.forEach((host, processes) -> found.add(of(host, processes, others.getOrDefault(host, List.of()))));
		all.forEach((process) -> others.remove(process.host()));
		others.forEach((host, beside) -> found.add(of(host, List.of(), beside)));
		return found;
	}

	private static HostProcesses of(String host, List<ProcessInfo> processes, List<WorkerInfo> others) {
		return new HostProcesses(host, processes, others.size(),
				others.stream().filter((worker) -> worker.job() != null).count());
	}

}
