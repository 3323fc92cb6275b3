package io.resque.dashboard.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in from the network, before a forward-header strategy rewrites it.
 * The container leaves it as a request attribute, which no client can set.
 *
 * @param peer address of the other end
 * @param host the host asked for, or null when there was none or more than one
 * @param forwarded whether a proxy left its mark in the headers
 */
public record RawConnection(@Nullable String peer, @Nullable String host, boolean forwarded) {

	static final String ATTRIBUTE = RawConnection.class.getName();

	private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final Set<String> PROXY_NAMES = Set.of("forwarded", "forwarded-for", "via", "x-real-ip",
			"x-client-ip", "x-cluster-client-ip", "x-envoy-external-address", "x-original-forwarded-for",
			"x-original-host", "true-client-ip", "cf-connecting-ip", "fastly-client-ip");

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

	private static final Pattern PORT = Pattern.compile(":[0-9]*$");

	static @Nullable RawConnection of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof RawConnection raw) ? raw : null;
	}

	static boolean marksProxy(String headerName) {
		String name = headerName.toLowerCase(Locale.ROOT);
		return name.startsWith("x-forwarded") || PROXY_NAMES.contains(name);
	}

	boolean hasLoopbackPeer() {
		return isLoopback(this.peer);
	}

	boolean hasLocalHost() {
		return this.host != null
				&& LOCAL_NAMES.contains(PORT.matcher(this.host).replaceFirst("").toLowerCase(Locale.ROOT));
	}

	static boolean isLoopback(@Nullable String address) {
		if (address == null || !ADDRESS.matcher(address).matches()) {
			return false;
		}
		try {
			// Never a look-up: the pattern lets literals through only.
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
