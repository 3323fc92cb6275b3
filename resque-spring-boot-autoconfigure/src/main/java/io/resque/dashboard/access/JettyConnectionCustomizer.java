package io.resque.dashboard.access;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Notes what came in from the network. Has to stand before Jetty's
 * {@code ForwardedRequestCustomizer}.
 */
public final class JettyConnectionCustomizer implements HttpConfiguration.Customizer {

	@Override
	public Request customize(Request request, HttpFields.Mutable responseHeaders) {
		request.setAttribute(RawConnection.ATTRIBUTE, new RawConnection(peer(request), host(request),
				request.getHeaders().stream().anyMatch((field) -> RawConnection.marksProxy(field.getName()))));
		return request;
	}

	private static @Nullable String peer(Request request) {
		SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
		return (peer instanceof InetSocketAddress address && address.getAddress() != null)
				? address.getAddress().getHostAddress() : null;
	}

	private static @Nullable String host(Request request) {
		List<String> hosts = request.getHeaders().getValuesList("Host");
		if (hosts.isEmpty() && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
			return request.getHttpURI().getHost();
		}
		return (hosts.size() == 1) ? hosts.get(0) : null;
	}

}
