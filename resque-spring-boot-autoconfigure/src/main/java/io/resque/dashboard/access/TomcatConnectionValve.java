package io.resque.dashboard.access;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Notes what came in from the network. Has to stand before Tomcat's
 * {@code RemoteIpValve}.
 */
public final class TomcatConnectionValve extends ValveBase {

	public TomcatConnectionValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		request.setAttribute(RawConnection.ATTRIBUTE,
				new RawConnection(peer(request), host(request), isForwarded(request)));
		getNext().invoke(request, response);
	}

	/**
	 * Behind AJP the peer is the proxy and the remote address the browser: both have to
	 * be loopback.
	 */
	private static @Nullable String peer(Request request) {
		String remote = request.getRemoteAddr();
		return RawConnection.isLoopback(remote) ? request.getPeerAddr() : remote;
	}

	private static @Nullable String host(Request request) {
		List<String> hosts = Collections.list(request.getHeaders("Host"));
		if (hosts.isEmpty() && "HTTP/2.0".equals(request.getProtocol())) {
			return request.getServerName();
		}
		return (hosts.size() == 1) ? hosts.get(0) : null;
	}

	private static boolean isForwarded(Request request) {
		return Collections.list(request.getHeaderNames()).stream().anyMatch(RawConnection::marksProxy);
	}

}
