package io.resque.worker.lease;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Id of a worker of our kind:
 * {@code <host>.<6 hex of the process id>:<pid>-<slot>:<queues>}. The host part is not
 * the name of the machine, or a Ruby worker that starts there would take us for dead.
 *
 * @param host name of the machine
 * @param process first six digits of the process id
 * @param queues the queue list
 */
record WorkerId(String host, String process, String queues) {

	private static final Pattern FORMAT = Pattern.compile("(.+)\\.([0-9a-f]{6}):\\d+-\\d+:(.+)", Pattern.DOTALL);

	static String of(Identity identity, Lease lease, Seat seat) {
		return identity.host() + "." + lease.id().substring(0, 6) + ":" + identity.pid() + "-" + seat.number() + ":"
				+ seat.queues();
	}

	static @Nullable WorkerId parse(String id) {
		Matcher matcher = FORMAT.matcher(id);
		return matcher.matches() ? new WorkerId(matcher.group(1), matcher.group(2), matcher.group(3)) : null;
	}

}
