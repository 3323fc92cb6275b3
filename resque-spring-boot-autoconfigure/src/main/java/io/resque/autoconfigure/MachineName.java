package io.resque.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.worker.lease.Identity;

/**
 * What this machine is called in worker ids.
 */
final class MachineName {

	private MachineName() {
	}

	/**
	 * The name in ids of our workers.
	 * @param configured {@code resque.worker.host-name}, which wins, or null
	 */
	static String of(@Nullable String configured) {
		return (configured != null && !configured.isBlank()) ? configured.strip() : ofSystem();
	}

	/**
	 * The names in ids of all workers of this machine: Ruby's have that of the system.
	 */
	static Set<String> all(@Nullable String configured) {
		long pid = ProcessHandle.current().pid();
		return new LinkedHashSet<>(List.of(new Identity(of(configured), pid).host(), ofSystem()));
	}

	private static String ofSystem() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			// The message is "<name>: <problem>": a machine whose name does not resolve
			// still has one.
			return String.valueOf(ex.getMessage()).split(":", 2)[0];
		}
	}

}
