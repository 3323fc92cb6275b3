package io.resque.worker.lease;

/**
 * Where this process runs.
 *
 * @param host name of the machine, without colons
 * @param pid process id of the operating system
 */
public record Identity(String host, long pid) {

	public Identity {
		host = host.replace(':', '.');
	}

}
