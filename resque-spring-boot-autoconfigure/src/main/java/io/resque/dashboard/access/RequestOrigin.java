package io.resque.dashboard.access;

import java.net.URI;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the browser itself says about the page that a request comes from.
 */
final class RequestOrigin {

	private RequestOrigin() {
	}

	/**
	 * False when a header says that another site sent the request; older browsers say
	 * less, or nothing.
	 */
	static boolean isOurs(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		if (site != null) {
			return site.equals("same-origin") || site.equals("none");
		}
		String origin = request.getHeader("Origin");
		String page = (origin != null) ? origin : request.getHeader("Referer");
		return page == null || isHost(authority(page), request);
	}

	/**
	 * A proxy may have put its own name into Host: then the outer name is in
	 * X-Forwarded-Host or the server name.
	 */
	private static boolean isHost(@Nullable String authority, HttpServletRequest request) {
		if (authority == null) {
			return false;
		}
		return authority.equalsIgnoreCase(request.getHeader("Host"))
				|| authority.equalsIgnoreCase(request.getHeader("X-Forwarded-Host"))
				|| authority.equalsIgnoreCase(serverName(request));
	}

	private static String serverName(HttpServletRequest request) {
		boolean standard = request.getServerPort() == (request.isSecure() ? 443 : 80);
		return request.getServerName() + (standard ? "" : ":" + request.getServerPort());
	}

	private static @Nullable String authority(String origin) {
		try {
			String authority = URI.create(origin).getRawAuthority();
			return (authority != null) ? authority.toLowerCase(Locale.ROOT) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
