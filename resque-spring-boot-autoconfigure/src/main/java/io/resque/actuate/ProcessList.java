package io.resque.actuate;

import java.util.List;

import io.resque.inspect.ProcessInfo;

/**
 * A page of worker processes.
 *
 * @param total how many there are in all
 * @param processes those of the page, by host
 */
public record ProcessList(long total, List<ProcessInfo> processes) {

	static ProcessList of(List<ProcessInfo> all, Window window) {
		return new ProcessList(all.size(), all.stream().skip(window.start()).limit(window.limit()).toList());
	}

}
